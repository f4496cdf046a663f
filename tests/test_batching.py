"""The core of a batch: any executor does, few jobs in flight, lost workers and defects are told."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from functools import partial
from itertools import count, islice
from pathlib import Path
from typing import Any

import pytest

from drafter import batching
from drafter.batch.inputs import Meant
from drafter.batch.pool import Here, processes
from drafter.batching import Asked, Job, Kind, Result, report_on, run

ROOT = Path(__file__).resolve().parent.parent
MINIMAL = ROOT / "example_inputs" / "minimal.yaml"


def asked(folder: Path) -> Asked:
    claims = folder / "claims"
    claims.mkdir(exist_ok=True)
    return Asked(folder, claims)


def jobs(folder: Path, names: Iterator[int] | range) -> Iterator[Job]:
    return (Job(Meant(Path(str(name))), asked(folder)) for name in names)


def fine(job: Job) -> Result:
    return Result(job.path, Kind.WRITTEN)


class Fragile(Executor):
    """An executor that breaks, as one of processes does when the system kills one of them."""

    def __init__(self, kills: str) -> None:
        self.kills = kills
        self.broken = False

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        if self.broken:
            raise BrokenExecutor
        future: Future[Any] = Future()
        if str(args[0].path) == self.kills:
            self.broken = True
            future.set_exception(BrokenExecutor())
        else:
            future.set_result(fn(*args, **kwargs))
        return future


@pytest.mark.parametrize("workers", [Here, partial(ThreadPoolExecutor, 3)])
def test_every_job_gives_one_result_in_whatever_executor(
    workers: Callable[[], Executor], tmp_path: Path
) -> None:
    found = list(run(jobs(tmp_path, range(20)), workers, in_flight=4, work=fine))
    assert {result.path.name for result in found} == {str(n) for n in range(20)}
    assert len(found) == 20


def test_no_more_jobs_are_taken_than_may_be_in_flight(tmp_path: Path) -> None:
    taken: list[Job] = []

    def endless() -> Iterator[Job]:
        for job in jobs(tmp_path, count()):
            taken.append(job)
            yield job

    results = run(endless(), partial(ThreadPoolExecutor, 2), in_flight=3, work=fine)
    for number, _ in enumerate(islice(results, 50), start=1):
        assert len(taken) - number <= 3


def test_asked_to_stop_it_finishes_what_is_at_work_and_begins_nothing(tmp_path: Path) -> None:
    stopping = threading.Event()
    begun: list[str] = []

    def work(job: Job) -> Result:
        begun.append(job.path.name)
        if job.path.name == "2":
            stopping.set()
        return fine(job)

    found = list(run(jobs(tmp_path, range(9)), Here, is_stopping=stopping.is_set, work=work))
    assert begun == ["0", "1", "2"]
    assert [result.path.name for result in found] == begun


def test_of_jobs_waiting_for_a_worker_none_is_begun_after_a_stop(tmp_path: Path) -> None:
    stopping = threading.Event()
    waiting: list[Future[Any]] = []

    class Busy(Executor):
        """Does the first job when the fourth comes, and is asked to stop meanwhile."""

        def submit(self, fn: Callable[..., Any], /, *args: Any, **_: Any) -> Future[Any]:
            waiting.append(Future())
            if len(waiting) == 4:
                stopping.set()
                waiting[0].set_result(fine(Job(Meant(Path("0")), asked(tmp_path))))
            return waiting[-1]

    all_jobs = jobs(tmp_path, range(9))
    found = list(run(all_jobs, Busy, in_flight=4, is_stopping=stopping.is_set, work=fine))
    assert [result.path.name for result in found] == ["0"]
    assert [future.cancelled() for future in waiting] == [False, True, True, True]


def test_the_job_that_kills_its_worker_is_told_and_the_others_are_done(tmp_path: Path) -> None:
    made: list[Fragile] = []

    def workers() -> Executor:
        made.append(Fragile("3"))
        return made[-1]

    found = {r.path.name: r for r in run(jobs(tmp_path, range(9)), workers, work=fine)}
    assert len(found) == 9
    assert [name for name, result in found.items() if not result.kind.is_done] == ["3"]
    assert found["3"].kind is Kind.DEFECT
    assert "内存" in found["3"].told[0]
    assert len(made) > 1


def test_workers_that_never_start_end_the_batch_with_every_job_told(tmp_path: Path) -> None:
    class Dead(Executor):
        def submit(self, fn: Callable[..., Any], /, *_: Any, **__: Any) -> Future[Any]:
            raise BrokenExecutor

    found = list(run(jobs(tmp_path, range(3)), Dead, in_flight=2, work=fine))
    assert [result.kind for result in found] == [Kind.DEFECT] * 3


def test_a_defect_that_an_input_shows_is_told_with_its_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def defective(*_: object) -> None:
        raise ZeroDivisionError("1/0")

    monkeypatch.setattr(batching, "make_reports", defective)
    result = report_on(Job(Meant(MINIMAL), asked(tmp_path)))
    assert result.kind is Kind.DEFECT
    assert "ZeroDivisionError" in result.told[0]
    assert "defective" in "\n".join(result.told)
    assert not list(tmp_path.glob("*.docx"))


def dies_at_3(job: Job) -> Result:
    if job.path.name == "3":
        os._exit(9)
    return fine(job)


@pytest.mark.exhaustive
def test_a_process_that_dies_takes_no_other_input_with_it(tmp_path: Path) -> None:
    pool = partial(processes, 2)
    found = {
        r.path.name: r.kind
        for r in run(jobs(tmp_path, range(8)), pool, in_flight=4, work=dies_at_3)
    }
    assert found.pop("3") is Kind.DEFECT
    assert set(found.values()) == {Kind.WRITTEN}
    assert len(found) == 7


@pytest.mark.exhaustive
def test_processes_give_the_same_files_as_one(tmp_path: Path) -> None:
    files = []
    for name, workers in (("1", Here), ("2", partial(processes, 2))):
        folder = tmp_path / name
        folder.mkdir()
        todo = [Job(Meant(MINIMAL), asked(folder)), Job(Meant(ROOT / "no.yaml"), asked(folder))]
        kinds = {r.kind for r in run(todo, workers, in_flight=2)}
        assert kinds == {Kind.WRITTEN, Kind.FAULTY}
        files.append({path.name: path.read_bytes() for path in folder.glob("*.docx")})
    assert files[0] == files[1]
    assert len(files[0]) == 1
