"""Who a session belongs to. Signing in is the provider's business and allauth's."""

from allauth.account.auth_backends import AuthenticationBackend

from portal.accounts import plain_rows
from portal.accounts.models import User


class AccountBackend(AuthenticationBackend):
    """allauth's, with the account read without the ORM. Django holds the session's hash against it afterwards."""

    def get_user(self, user_id: int) -> User | None:
        user = plain_rows.find_user(user_id)
        return user if user is not None and self.user_can_authenticate(user) else None
