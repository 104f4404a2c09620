"""The file that outlives its worker."""

import subprocess
import sys
from pathlib import Path

import pytest

from towpath.channels.journal import Fate, Journal, Remains, left_behind

DYING = """
import os, signal, sys
from pathlib import Path
from towpath.channels.journal import Journal
journal = Journal(Path(sys.argv[1]))
journal.begun(1, 7)
journal.done(1, 7)
journal.begun(2, 1)
journal.begun(3, 1)
journal.refused(3, 1)
os.kill(os.getpid(), signal.SIGKILL)
"""


def killed_worker(folder: Path) -> None:
    done = subprocess.run([sys.executable, "-c", DYING, str(folder)], check=False)
    assert done.returncode == -9


def look(folder: Path) -> list[Remains]:
    with left_behind(folder) as found:
        return list(found)


def test_a_killed_worker_leaves_what_it_knew(tmp_path: Path) -> None:
    killed_worker(tmp_path)

    (remains,) = look(tmp_path)

    assert remains.is_complete
    assert remains.fates == {(1, 7): Fate.DONE, (2, 1): Fate.BEGUN, (3, 1): Fate.REFUSED}
    assert look(tmp_path) == []


def test_the_journal_of_a_living_worker_is_left_alone(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.begun(1, 1)

    assert look(tmp_path) == []

    journal.close()
    assert [remains.worker for remains in look(tmp_path)] == [journal.worker]


def test_what_cannot_be_settled_is_kept_for_the_next_look(tmp_path: Path) -> None:
    killed_worker(tmp_path)

    with pytest.raises(RuntimeError), left_behind(tmp_path):
        raise RuntimeError

    assert len(look(tmp_path)) == 1


def test_while_one_looks_no_other_sees_the_same(tmp_path: Path) -> None:
    killed_worker(tmp_path)

    with left_behind(tmp_path) as mine:
        assert len(mine) == 1
        assert look(tmp_path) == []


def test_a_line_that_was_cut_off_counts_for_nothing(tmp_path: Path) -> None:
    killed_worker(tmp_path)
    (path,) = tmp_path.glob("*.journal")
    with path.open("a") as file:
        file.write("d 2 1")

    (remains,) = look(tmp_path)

    assert remains.fates[2, 1] is Fate.BEGUN


def test_after_the_machine_started_anew_a_journal_may_miss_its_end(tmp_path: Path) -> None:
    killed_worker(tmp_path)
    (path,) = tmp_path.glob("*.journal")
    header, _, rest = path.read_text().partition("\n")
    path.write_text(f"{header.rpartition(' ')[0]} another-boot\n{rest}")

    (remains,) = look(tmp_path)

    assert not remains.is_complete


def test_a_cleared_journal_forgets_and_goes(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.begun(1, 1)
    journal.clear()
    journal.begun(2, 1)
    journal.close()

    (remains,) = look(tmp_path)
    assert remains.fates == {(2, 1): Fate.BEGUN}

    other = Journal(tmp_path)
    other.close()
    assert list(tmp_path.iterdir()) == []
