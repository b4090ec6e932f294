"""What every template may say about the bureau."""

from django.conf import settings


def bureau(request):
    """Name, place and contact from the settings; costs no query."""
    return {
        "bureau": {
            "name": settings.BUREAU_NAME,
            "city": settings.BUREAU_CITY,
            "agency": settings.BUREAU_AGENCY,
            "address": settings.BUREAU_ADDRESS,
            "email": settings.BUREAU_CONTACT_EMAIL,
            "phone": settings.BUREAU_CONTACT_PHONE,
            "zone_name": settings.BUREAU_ZONE_NAME,
        },
        "site_url": settings.SITE_URL,
        "demo": settings.DEMO,
    }
