"""Addresses of the HTML edge. Of allauth's pages only those that a portal without sign-up and e-mail needs."""

from allauth.account import views as allauth
from django.urls import path
from django.views.generic import RedirectView

from apps.accounts.views import audit, me, signing_in

urlpatterns = [
    path("start/", signing_in.start, name="start"),
    path("me/", me.me, name="me"),
    path("audit/", audit.trail, name="audit"),
    path("audit/export/", audit.export, name="audit_export"),
    path("i18n/setlang/", me.set_language, name="set_language"),
    path("accounts/", RedirectView.as_view(pattern_name="start")),
    path("accounts/login/", signing_in.SignInView.as_view(), name="account_login"),
    path("accounts/logout/", signing_in.SignOutView.as_view(), name="account_logout"),
    path("accounts/inactive/", allauth.account_inactive, name="account_inactive"),
    path("accounts/signup/", allauth.signup, name="account_signup"),
    path(
        "accounts/password/change/", signing_in.ChangePasswordView.as_view(), name="account_change_password"
    ),
]
