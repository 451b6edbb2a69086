from django.urls import path

from .views import changing, showing

app_name = "documents"
urlpatterns = [
    path("documenten/<uuid:pk>/", showing.document_show, name="document_show"),
    path("documenten/<uuid:pk>/download/", showing.document_download, name="document_download"),
    path("documenten/<uuid:pk>/opnieuw/", changing.document_retry, name="document_retry"),
    path("documenten/<uuid:pk>/annuleren/", changing.document_cancel, name="document_cancel"),
    path("documenten/<uuid:pk>/definitief/", changing.document_finalise, name="document_finalise"),
    path("documenten/<uuid:pk>/verstuurd/", changing.document_send, name="document_send"),
    path("documenten/<uuid:pk>/ondertekend/", changing.document_sign, name="document_sign"),
]
