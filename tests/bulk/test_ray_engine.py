"""The Ray engine on a cluster of two nodes that the test starts."""

from __future__ import annotations

import hashlib
import importlib
import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fake_reader import FakeReader, Unable

from dlextract.bulk.pool import Limits, Pool
from dlextract.bulk.ray import RayEngine
from dlextract.bulk.tally import Finish
from dlextract.bulk.worker import Task
from dlextract.errors import DlextractError, ModelError, UsageError

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]  # Ray's own


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    pytest.importorskip("ray", reason="needs the extra ray")
    import ray
    from ray.cluster_utils import Cluster

    os.environ["RAY_agent_register_timeout_ms"] = "300000"  # noqa: SIM112 (else the nodes of a busy machine end themselves)
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 0})
    for _ in range(2):
        cluster.add_node(num_cpus=1)
    environment = {"env_vars": {"PYTHONPATH": ":".join(filter(None, [str(Path(__file__).parent), *sys.path]))}}
    ray.init(address=cluster.address, runtime_env=environment, log_to_driver=False, logging_level="error")
    try:
        started = ray.remote(scheduling_strategy="SPREAD")(_started)
        ray.get([started.remote() for _ in range(4)], timeout=200)
    except ray.exceptions.GetTimeoutError:
        ray.shutdown()
        cluster.shutdown()
        pytest.skip("the nodes of a Ray cluster do not start on so busy a machine")
    yield cluster
    ray.shutdown()
    cluster.shutdown()


def _started() -> None:
    """A task that says, by ending, that a node takes tasks."""


def tasks(folder: Path) -> list[Task]:
    """Return tasks on disk, in memory and on another machine's disk, good and bad ones."""
    texts = ["We used A.", "bad", "hang", "abort", *(f"We used GPU{number}." for number in range(6))]
    made = []
    for number, text in enumerate(texts):
        path = folder / f"{number}.txt"
        path.write_text(text)
        data = text.encode() if number % 2 else None
        made.append(Task(number, str(path), hashlib.sha256(text.encode()).hexdigest(), data))
    return made


def test_the_records_are_those_of_the_local_engine(cluster: Any, tmp_path: Path) -> None:
    limits = Limits(seconds=1.5)
    with Pool(FakeReader, Finish(), 2, limits) as pool:
        local = sorted(done.result.line for done in pool.run(tasks(tmp_path)))
    with RayEngine(FakeReader, Finish(), limits=limits) as engine:
        dones = list(engine.run(tasks(tmp_path)))
        assert engine.replaced >= 2
    assert sorted(done.result.line for done in dones) == local
    assert len(local) == 10


def test_a_file_that_the_node_does_not_have_is_sent(cluster: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("We used A.")
    # A wrong hash looks to the node like another file of that name.
    with RayEngine(FakeReader, Finish(), 1) as engine:
        (done,) = engine.run([Task(0, str(path), "0" * 64)])
    assert b'"text":"A"' in done.result.line


def test_a_lost_actor_loses_no_paper(cluster: Any, tmp_path: Path) -> None:
    import ray

    with RayEngine(FakeReader, Finish(), 2) as engine:
        run = engine.run(Task(n, f"{n}.txt", "", f"slow We used GPU{n}.".encode()) for n in range(8))
        dones = [next(run)]
        ray.kill(engine._actors[0])
        dones += run
    assert sorted(done.task.number for done in dones) == list(range(8))
    assert not [done for done in dones if done.result.error]


def test_a_node_that_dies_loses_no_paper(cluster: Any, tmp_path: Path) -> None:
    node = cluster.add_node(num_cpus=1)
    with RayEngine(FakeReader, Finish(), 3) as engine:
        run = engine.run(Task(n, f"{n}.txt", "", f"slow We used GPU{n}.".encode()) for n in range(12))
        dones = [next(run) for _ in range(3)]
        cluster.remove_node(node, allow_graceful=False)
        dones += run
    assert sorted(done.task.number for done in dones) == list(range(12))
    assert not [done for done in dones if done.result.error]


def test_a_cluster_without_a_processor_is_said(cluster: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    import ray

    monkeypatch.setattr("dlextract.bulk.ray.NODES_AWAITED", 0.5)
    monkeypatch.setattr(ray, "cluster_resources", dict)
    told = r"^--engine ray: no node of the cluster has a processor any more\. Start one, and run it again"
    with RayEngine(FakeReader, Finish(), 1) as engine, pytest.raises(DlextractError, match=told):
        list(engine.run([Task(0, "0.txt", "", b"hang")]))


def test_actors_that_wait_for_a_processor_hold_nothing_up(cluster: Any) -> None:
    with RayEngine(FakeReader, Finish(), 4) as engine:  # two of them never start: there are two processors
        dones = list(engine.run(Task(n, f"{n}.txt", "", f"We used GPU{n}.".encode()) for n in range(9)))
    assert sorted(done.task.number for done in dones) == list(range(9))


def test_nodes_without_what_is_needed_are_said(cluster: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "only_here.py").write_text("from fake_reader import FakeReader\nclass Mine(FakeReader): pass\n")
    monkeypatch.syspath_prepend(tmp_path)
    mine = importlib.import_module("only_here").Mine
    with (
        RayEngine(mine, Finish(), 1) as engine,
        pytest.raises(
            DlextractError, match=r"^--engine ray: the nodes cannot start \(.*only_here.*\)\. Install the same"
        ),
    ):
        list(engine.run([]))


def test_a_reader_that_cannot_be_made_is_said(cluster: Any) -> None:
    with RayEngine(Unable, Finish(), 1) as engine, pytest.raises(ModelError, match="it is broken"):
        list(engine.run([]))


def test_an_address_where_nobody_listens_is_said_at_once() -> None:
    pytest.importorskip("ray", reason="needs the extra ray").shutdown()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(UsageError, match=rf"^--address {address}: no Ray cluster answers \(.*refused\)\. Check it\.$"):
        RayEngine(FakeReader, Finish(), address=address).__enter__()


def test_without_ray_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(
        UsageError, match=r"^--engine ray: Ray is not installed\. Run: pip install 'dlextract\[ray\]'\.$"
    ):
        RayEngine(FakeReader, Finish())
