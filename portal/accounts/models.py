"""The account behind a sign-in and its capacities. Nothing below the portal refers to either."""

from portal.accounts.membership import Membership
from portal.accounts.user import User

__all__ = ["Membership", "User"]
