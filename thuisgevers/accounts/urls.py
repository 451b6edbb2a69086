"""Pages of a person's own account. Signing in itself: `allauth_urls.py`."""

from django.urls import path

from thuisgevers.accounts.views import account, leaving

app_name = "accounts"
urlpatterns = [
    path("account/", account.account, name="account"),
    path("account/gegevens/", account.profile_edit, name="profile_edit"),
    path("account/tweede-stap/", account.second_factor, name="second_factor"),
    path("account/tweede-stap/verder/", account.after_second_factor, name="after_second_factor"),
    path("account/overal-uitloggen/", account.sign_out_everywhere, name="sign_out_everywhere"),
    path("account/verwijderen/", account.account_close, name="account_close"),
    path("account/verwijderd/", leaving.account_closed, name="account_closed"),
]
