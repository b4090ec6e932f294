from django.urls import path

from partnerships import views

app_name = "partnerships"

urlpatterns = [
    path("mitra/", views.partners, name="partners"),
    path("mitra/<slug:slug>/", views.partner, name="partner"),
    path("verifikasi/", views.verify_form, name="verify_form"),
    path("verifikasi/<str:code>/", views.verify, name="verify"),
]
