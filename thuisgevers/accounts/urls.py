"""Pages of a person's own account. Signing in itself: `allauth_urls.py`."""

from django.urls import path

from thuisgevers.accounts.views import account, leaving

app_name = "accounts"
urlpatterns = [
    path("", account.account, name="account"),
    path("gegevens/", account.profile_edit, name="profile_edit"),
    path("tweede-stap/", account.second_factor, name="second_factor"),
    path("tweede-stap/verder/", account.after_second_factor, name="after_second_factor"),
    path("overal-uitloggen/", account.sign_out_everywhere, name="sign_out_everywhere"),
    path("verwijderen/", account.account_close, name="account_close"),
    path("verwijderd/", leaving.account_closed, name="account_closed"),
]
