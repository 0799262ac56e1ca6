"""Signing in with a code by e-mail: allauth's way, in our words, for doors that an invitation opened."""

from typing import Any

from allauth.account import views as allauth_views
from allauth.account.internal.stagekit import clear_login
from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods


class AskCode(allauth_views.RequestLoginCodeView):
    """Where to send it. The next page is the same whether or not the address is known."""

    template_name = "account/request_login_code.html"

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: Any) -> None:
        """Whoever mistyped the address, or waits in vain, begins again; the code asked for before is forgotten."""
        clear_login(request)

    def form_invalid(self, form: Form) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class ConfirmCode(allauth_views.ConfirmLoginCodeView):
    """Type it in; three wrong ones, and a new one is needed."""

    template_name = "account/confirm_login_code.html"

    def form_invalid(self, form: Form) -> HttpResponse:
        if self._process.record_invalid_attempt():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        messages.error(self.request, _("The code was wrong three times and is no longer valid. Ask for a new one."))
        return redirect("account_request_login_code")


ask = require_http_methods(["GET", "HEAD", "POST"])(AskCode.as_view())
confirm = require_http_methods(["GET", "HEAD", "POST"])(ConfirmCode.as_view())
