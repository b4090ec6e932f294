from django.urls import path

from partnerships import verify_views, views

app_name = "partnerships"

urlpatterns = [
    path("mitra/", views.partners, name="partners"),
    path("mitra/<slug:slug>/", views.partner, name="partner"),
    path("verifikasi/", verify_views.verify_form, name="verify_form"),
    path("verifikasi/<str:code>/", verify_views.verify, name="verify"),
]
