"""How PostgreSQL, which refuses to run as root, is run by root all the same.

As root the server runs in a user namespace where it looks like an ordinary user: no account is made and no
owner of a file changes. Where namespaces are refused (some containers) it runs as `postgres` or `nobody`,
with its data and a copy of its programs in a folder that this account can reach.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from typing import Any

from kependudukan.embedded.errors import EmbeddedServerError

_NAMESPACE = ("unshare", "--user", "--map-user=1000", "--map-group=1000", "--")


@dataclass(frozen=True)
class Account:
    """Who runs the server: a prefix for its commands, or another user's numbers."""

    prefix: tuple[str, ...] = ()
    uid: int | None = None
    gid: int | None = None

    def popen_arguments(self) -> dict[str, Any]:
        """Return what `subprocess` needs to become this account."""
        if self.uid is None or self.gid is None:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


@cache
def server_account() -> Account:
    """Return the account that PostgreSQL runs as on this machine.

    Raises:
        EmbeddedServerError: this is root, namespaces are refused and there is no account to step down to.
    """
    if os.geteuid():
        return Account()
    if _namespaces_work():
        return Account(prefix=_NAMESPACE)
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(uid=entry.pw_uid, gid=entry.pw_gid)
    raise EmbeddedServerError("PostgreSQL does not run as root: use an ordinary account, or set DATABASE_URL")


def _namespaces_work() -> bool:
    if shutil.which(_NAMESPACE[0]) is None:
        return False
    return subprocess.run([*_NAMESPACE, "true"], capture_output=True, check=False).returncode == 0
