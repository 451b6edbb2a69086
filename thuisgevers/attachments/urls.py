from django.urls import path

from .views import changing, serving

app_name = "attachments"
urlpatterns = [
    path("bijlagen/<uuid:pk>/", serving.attachment_open, name="attachment_open"),
    path("bijlagen/<uuid:pk>/klein/", serving.attachment_thumbnail, name="attachment_thumbnail"),
    path("bijlagen/<uuid:pk>/gegevens/", changing.attachment_show, name="attachment_show"),
    path("bijlagen/<uuid:pk>/bijschrift/", changing.attachment_describe, name="attachment_describe"),
    path("bijlagen/<uuid:pk>/verwijderen/", changing.attachment_remove, name="attachment_remove"),
    path("bijlagen/<uuid:pk>/terugzetten/", changing.attachment_restore, name="attachment_restore"),
    path("bijlagen/<uuid:pk>/weghalen/", changing.attachment_cancel, name="attachment_cancel"),
]
