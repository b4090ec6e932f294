from django.urls import path

from partnerships import partner_views, verify_views, views

app_name = "partnerships"

urlpatterns = [
    path("mitra/", views.partners, name="partners"),
    path("mitra/<slug:slug>/", views.partner, name="partner"),
    path("verifikasi/", verify_views.verify_form, name="verify_form"),
    path("verifikasi/<str:code>/", verify_views.verify, name="verify"),
    path("p/<slug:token>/", partner_views.page, name="partner_page"),
    path("p/<slug:token>/dokumen/<int:version>/", partner_views.document, name="partner_document"),
    path("p/<slug:token>/surat/<int:pk>/", partner_views.paper, name="partner_paper"),
    path(
        "p/<slug:token>/surat/<int:pk>/lembar/",
        partner_views.paper,
        {"form": "xlsx"},
        name="partner_sheet",
    ),
    path("p/<slug:token>/kalender.ics", partner_views.calendar, name="partner_calendar"),
    path("kalender/<slug:token>.ics", partner_views.user_calendar, name="user_calendar"),
]
