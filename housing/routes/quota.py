from django.urls import path

from housing.views import quota

HERE = "<slug:gemeente>/taakstelling/"

urlpatterns = [
    path(HERE, quota.quota_page, name="quota_page"),
    path(f"{HERE}nieuw/", quota.quota_add, name="quota_add"),
    path(f"{HERE}instellen/", quota.quota_settings, name="quota_settings"),
    path(f"{HERE}nachten/", quota.nights_page, name="nights_page"),
    path(f"{HERE}<uuid:pk>/", quota.quota_edit, name="quota_edit"),
]
