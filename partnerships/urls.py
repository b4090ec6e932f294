from django.urls import path

from partnerships import views

app_name = "partnerships"

urlpatterns = [
    path("mitra/", views.partners, name="partners"),
    path("mitra/<slug:slug>/", views.partner, name="partner"),
]
