"""Every hostile program is stopped, by the layer that should stop it, and leaves nothing behind.

`pytest tests/attacks` runs all of them against your own host. Without any wall, most of them succeed; that they do is
tested too, because an attack that cannot succeed proves nothing.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from fairgrade.errors import IsolationUnavailable
from fairgrade.sandbox.policy import TIERS, Policy
from fairgrade.sandbox.server import SandboxServer
from tests.attacks.files import FILES
from tests.attacks.harness import Attack, Wall, open_wall
from tests.attacks.kernel_surface import KERNEL, SEALED
from tests.attacks.network import IPC, NETWORK
from tests.attacks.processes import PROCESSES
from tests.attacks.resources import RESOURCES, TIME

GROUPS = {
    "files": FILES,
    "processes": PROCESSES,
    "network": NETWORK,
    "ipc": IPC,
    "resources": RESOURCES,
    "time": TIME,
    "kernel": KERNEL,
    "sealed": SEALED,
}
ALL = [
    pytest.param(attack, id=f"{group}: {attack.name}")
    for group, attacks in GROUPS.items()
    for attack in attacks
]
HARMLESS = [
    pytest.param(attack, id=f"{group}: {attack.name}")
    for group, attacks in GROUPS.items()
    for attack in attacks
    if attack.open and not attack.sealed
]


@pytest.fixture(
    scope="module", params=["namespaces", "landlock", pytest.param("cold", marks=pytest.mark.slow)]
)
def wall(request: pytest.FixtureRequest) -> Iterator[Wall]:
    try:
        with open_wall(request.param) as wall:
            yield wall
    except IsolationUnavailable as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def no_wall() -> Iterator[Wall]:
    with open_wall("open") as wall:
        yield wall


def test_this_host_has_a_wall() -> None:
    """Without one the attacks on it are skipped, and this test fails, so that nobody takes that for safety."""
    with SandboxServer(Policy(preload=())) as server:
        assert server.tier.name in TIERS[:-1]
        assert all(server.proofs.values())


@pytest.mark.parametrize("attack", ALL)
def test_attack_is_stopped_by_its_layer(wall: Wall, attack: Attack) -> None:
    result = wall.run(attack)
    assert not result.got, f"got through: {result.how}"
    assert any(reason in result.how for reason in attack.stopped_by), (
        f"stopped by something else than {attack.layer}: {result.how}, {result.report}"
    )


@pytest.mark.parametrize("attack", HARMLESS)
def test_attack_succeeds_without_a_wall(no_wall: Wall, attack: Attack) -> None:
    if attack.root and os.getuid() != 0:
        pytest.skip("works for root only")
    result = no_wall.run(attack)
    assert result.got, f"this program proves nothing: {result.how}"
