"""The office looks at n8n's run of a job, with an API key of n8n that may read executions and nothing else. The key rests in the keychain."""

from __future__ import annotations

from collections.abc import Callable

from ems_desktop.domain.errors import Mistake
from ems_desktop.integrations.keychain import Keychain
from ems_desktop.integrations.n8n import Execution, execution


class Executions:
    def __init__(self, keychain: Keychain, name: str, n8n: Callable[[], str | None]) -> None:
        """`name`: of the key's entry in the keychain. `n8n`: its address."""
        self._keychain, self._name, self._n8n = keychain, name, n8n

    def has_key(self) -> bool:
        return bool(self._keychain.get(self._name))

    def remember(self, api_key: str) -> None:
        """Keep this key; an empty one takes the kept one away."""
        if api_key.strip():
            self._keychain.put(self._name, api_key.strip())
        else:
            self._keychain.forget(self._name)

    def look(self, number: str) -> Execution:
        """Errors: 1585 n8n does not answer, 1586 there is no key or it is refused, 1587 the school has no n8n."""
        url, key = self._n8n(), self._keychain.get(self._name)
        if not url:
            raise Mistake(1587)
        if not key:
            raise Mistake(1586)
        return execution(url, key, number)
