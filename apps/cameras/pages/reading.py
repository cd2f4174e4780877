"""Who may open a page of what cameras see."""

from apps.accounts.readers import for_those_who as for_those_who
