"""Contacts out of CSV files: whatever the file looks like, good rows load, bad rows are told, nothing is done twice."""

import csv
import itertools
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from towpath.contacts.cells import plain_cell, safe_cell
from towpath.contacts.consent import Consent
from towpath.contacts.csvfile import BadFile
from towpath.contacts.importing import Progress
from towpath.contacts.imports import ImportOptions, ImportReport, import_contacts, preview_contacts
from towpath.kit.clock import FixedClock
from towpath.kit.db import Database
from towpath.kit.errors import Invalid, TooLarge

NOW = datetime(2030, 1, 7, 9, tzinfo=UTC)


def counts(report: ImportReport) -> tuple[int, int, int, int]:
    return report.created, report.updated, report.unchanged, report.bad


async def run(db: Database, path: Path, **options: Any) -> ImportReport:
    return await import_contacts(db, FixedClock(NOW), path, ImportOptions(**options), lambda _: None)


async def load(db: Database, folder: Path, content: str | bytes, **options: Any) -> ImportReport:
    path = folder / "people.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return await run(db, path, **options)


async def rows(db: Database, query: str) -> list[tuple[Any, ...]]:
    async with db.transaction() as conn:
        return [tuple(row) for row in await conn.execute(text(query))]


def errors(report: ImportReport) -> list[list[str]]:
    assert report.error_file is not None
    with report.error_file.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


async def test_columns_are_guessed_and_unknown_ones_become_attributes(db: Database, tmp_path: Path) -> None:
    report = await load(
        db, tmp_path,
        "Customer_ID,E-Mail Address,First Name,SURNAME,Land,Plan name,Points,Member,Born,Seen,Postcode,Tags\n"
        "007,ada@example.com,Ada,Lovelace,Germany,pro,12.5,yes,1815-12-10,2030-01-01T10:00:00+01:00,01067,vip; new\n"
        "008,bob@example.com,,,,,,,,,,\n",
    )  # fmt: skip

    assert counts(report) == (2, 0, 0, 0)
    assert await rows(db, "SELECT external_id, first_name, last_name, country, attributes FROM contact ORDER BY 1") == [
        ("007", "Ada", "Lovelace", "DE", {
            "plan_name": "pro", "points": 12.5, "member": True, "born": "1815-12-10", "seen": "2030-01-01T09:00:00Z",
            "postcode": "01067"}),
        ("008", None, None, None, {}),
    ]  # fmt: skip
    assert dict(await rows(db, "SELECT key, type FROM attribute")) == {
        "plan_name": "text", "points": "number", "member": "boolean", "born": "date", "seen": "moment",
        "postcode": "text"}  # fmt: skip
    assert {name for (name,) in await rows(db, "SELECT name FROM tag")} == {"vip", "new"}


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1", "cp1252"]
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
async def test_every_usual_encoding_and_delimiter_is_found_out(
    db: Database, tmp_path: Path, encoding: str, delimiter: str
) -> None:
    lines = ["email,First Name,City", 'ada@example.com,"Zoë, ""Z""",Köln', "bob@example.com,José,São Paulo"]
    content = "\r\n".join(line.replace(",", delimiter) for line in lines)

    report = await load(db, tmp_path, content.encode(encoding))

    assert counts(report) == (2, 0, 0, 0)
    assert await rows(db, "SELECT first_name, city FROM contact ORDER BY email") == [
        (f'Zoë{delimiter.strip() or ""} "Z"' if delimiter != "\t" else 'Zoë  "Z"', "Köln"), ("José", "São Paulo")
    ]  # fmt: skip


NO_CSV = [
    (b"PK\x03\x04 workbook", "Excel"), (b"\x1f\x8b\x08 gzip", "compressed"), (b"%PDF-1.4", "PDF"),
    (b"", "empty"), (b"\n\n  \n", "empty"), (b"ada@example.com,Ada\n", "name the columns"),
    (b"email,email\na@example.com,b@example.com\n", "two columns"),
    (b"first_name\nAda\n", "no column"), (b"\x00\x01\x02\x03" * 500, "no text file"),
    (b"email,name\nada@example.com,\x81\x8d\x8f\n", "neither utf-8 nor latin-1"),
    (",".join(f"c{n}" for n in range(201)).encode(), "201 columns"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "words"), NO_CSV)
async def test_what_is_no_list_of_contacts_is_refused_in_words(
    db: Database, tmp_path: Path, content: bytes, words: str
) -> None:
    with pytest.raises(Invalid) as caught:
        await load(db, tmp_path, content)

    assert words.lower() in caught.value.detail.lower()
    assert await rows(db, "SELECT count(*) FROM contact") == [(0,)]
    assert await rows(db, "SELECT count(*) FROM attribute") == [(0,)]


async def test_bad_rows_are_told_with_line_and_reason_and_good_rows_load(
    db: Database, tmp_path: Path
) -> None:
    report = await load(
        db, tmp_path,
        b"email,first_name,country,points\n"
        b"ada@example.com,Ada,GB,1\n"
        b"not-an-address,Bob,GB,2\n"
        b'"multi\nline@example.com",Cy,GB,3\n'
        b"dora@example.com,Dora,Atlantis,4\n"
        b",Nobody,GB,5\n"
        b"eve@example.com,Eve\n"
        b"fay@example.com,\xc3\x28 broken,GB,6\n"
        b"gus@example.com,nul\x00,GB,7\n"
        b"\n"
        b"hal@example.com,\xd8\xa7\xd8\xb1\xd8\xaf\xd9\x88,GB,8\n"
        b"ida@example.com,Ida,GB,8,9\n",
        mapping={"points": "attribute:points:number"},
    )  # fmt: skip

    assert counts(report) == (2, 0, 0, 8)
    told = errors(report)
    assert told[0] == ["line", "reason", "email", "first_name", "country", "points"]
    assert [row[0] for row in told[1:]] == ["3", "4", "6", "7", "8", "9", "10", "13"]
    assert told[1][1:] == [
        "email: an e-mail address looks like name@example.com",
        "not-an-address",
        "Bob",
        "GB",
        "2",
    ]
    assert "two-letter code" in told[3][1]
    assert "neither an external id nor" in told[4][1]
    assert "2 cells where the header has 4" in told[5][1]
    assert "UTF-8" in told[6][1]
    assert [name for (name,) in await rows(db, "SELECT first_name FROM contact ORDER BY email")] == [
        "Ada",
        "اردو",
    ]


async def test_a_number_that_is_none_is_told_and_its_row_left_out(db: Database, tmp_path: Path) -> None:
    content = (
        "email,points\n" + "".join(f"p{n}@example.com,{n}\n" for n in range(1200)) + "x@example.com,many\n"
    )

    report = await load(db, tmp_path, content)

    assert counts(report) == (1200, 0, 0, 1)
    assert errors(report)[1] == [
        "1202",
        "points: “many” is not a number such as 12.5",
        "x@example.com",
        "many",
    ]


async def test_formulas_are_kept_as_data_and_made_harmless_in_the_error_file(
    db: Database, tmp_path: Path
) -> None:
    report = await load(
        db,
        tmp_path,
        'email,company,points\nada@example.com,"=HYPERLINK(""http://x"")",-5\n@SUM(A1),=1+1,-5\n',
    )

    assert await rows(db, "SELECT company FROM contact") == [('=HYPERLINK("http://x")',)]
    assert errors(report)[1][2:] == ["'@SUM(A1)", "'=1+1", "-5"]


async def test_a_file_of_bad_rows_is_mended_and_imported_as_it_is(db: Database, tmp_path: Path) -> None:
    report = await load(
        db, tmp_path, 'email,company,plan\nno,=1+1,pro\nnope,"\'quoted",pro\nb@example.com,B,x\n'
    )
    assert report.error_file is not None
    mended = report.error_file.read_text().replace("no,", "a@example.com,").replace("nope,", "c@example.com,")

    again = await load(db, tmp_path, mended)

    assert counts(again) == (2, 0, 0, 0)
    assert await rows(db, "SELECT company FROM contact ORDER BY email") == [("=1+1",), ("B",), ("'quoted",)]
    assert await rows(db, "SELECT key FROM attribute") == [("plan",)]


async def test_the_file_that_is_read_is_never_overwritten(db: Database, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("email\nnope\n")

    with pytest.raises(BadFile):
        await import_contacts(db, FixedClock(NOW), path, ImportOptions(), lambda _: None, error_file=path)

    assert path.read_text() == "email\nnope\n"


async def test_the_same_file_twice_changes_nothing(db: Database, tmp_path: Path) -> None:
    content = "external_id,email,city,tags,plan\n" + "".join(
        f"c{n % 40},p{n % 40}@example.com,City {n},t{n % 3},plan {n % 7}\n" for n in range(6000)
    )
    await rows_of_watch(db)
    first = await load(db, tmp_path, content, tags=["list"])
    before = await rows(db, "SELECT xmin::text, ctid::text, id, city FROM contact ORDER BY id")
    await rows(db, "DELETE FROM contact_change RETURNING 1")

    second = await load(db, tmp_path, content, tags=["list"])

    assert counts(first) == (40, 0, 5960, 0)
    assert counts(second) == (0, 0, 6000, 0)
    assert await rows(db, "SELECT xmin::text, ctid::text, id, city FROM contact ORDER BY id") == before
    assert await rows(db, "SELECT count(*) FROM contact_change") == [(0,)]
    assert {city for _, _, _, city in before} == {f"City {n}" for n in range(5960, 6000)}


async def rows_of_watch(db: Database) -> None:
    async with db.transaction() as conn:
        await conn.execute(
            text("INSERT INTO watched_fact VALUES ('attribute:city'), ('tag:list'), ('attribute:plan')")
        )


async def test_only_what_differs_is_told_to_segments(db: Database, tmp_path: Path) -> None:
    await load(
        db, tmp_path, "email,city,plan\na@example.com,Rome,x\nb@example.com,Rome,x\nc@example.com,Rome,x\n"
    )
    await rows_of_watch(db)

    report = await load(
        db,
        tmp_path,
        "email,city,plan,company\na@example.com,Oslo,x,\nb@example.com,Rome,x,New\nc@example.com,Rome,x,\n",
    )

    assert counts(report) == (0, 2, 1, 0)
    assert await rows(db, "SELECT email FROM contact_change JOIN contact ON id = contact_id") == [
        ("a@example.com",)
    ]


async def test_the_last_good_row_of_a_person_counts(db: Database, tmp_path: Path) -> None:
    report = await load(
        db, tmp_path,
        "external_id,email,city\n1,a@example.com,Rome\n2,b@example.com,Rome\n1,a@example.com,Oslo\n1,broken,Bonn\n"
        ",B@example.com,Kyiv\n",
    )  # fmt: skip

    assert counts(report) == (2, 0, 2, 1)
    assert await rows(db, "SELECT external_id, city FROM contact ORDER BY 1") == [
        ("1", "Oslo"),
        ("2", "Kyiv"),
    ]


async def test_an_empty_cell_leaves_what_was_there(db: Database, tmp_path: Path) -> None:
    await load(db, tmp_path, "email,city,plan\na@example.com,Rome,pro\n")

    report = await load(db, tmp_path, "email,city,plan\nA@example.com,, \n")

    assert counts(report)[1:] == (1, 0, 0)  # the address changed its case
    assert await rows(db, "SELECT city, attributes FROM contact") == [("Rome", {"plan": "pro"})]


async def test_an_address_is_never_taken_from_one_person_for_another(db: Database, tmp_path: Path) -> None:
    await load(db, tmp_path, "id,email\n1,a@example.com\n2,b@example.com\n")

    report = await load(
        db,
        tmp_path,
        "id,email,city\n2,a@example.com,X\n3,b@example.com,X\n4,d@example.com,X\n5,d@example.com,X\n",
    )

    assert counts(report) == (1, 0, 0, 3)
    assert [row[0] for row in errors(report)[1:]] == ["2", "3", "5"]
    assert await rows(db, "SELECT external_id, email, city FROM contact ORDER BY 1") == [
        ("1", "a@example.com", None), ("2", "b@example.com", None), ("4", "d@example.com", "X")]  # fmt: skip


async def test_nobody_is_subscribed_by_an_import_that_names_no_consent(db: Database, tmp_path: Path) -> None:
    await rows(db, "INSERT INTO topic (slug, name) VALUES ('news', 'News') RETURNING 1")
    await load(db, tmp_path, "email,newsletter,consent\na@example.com,yes,yes\n")
    assert await rows(db, "SELECT count(*) FROM subscription") == [(0,)]

    with pytest.raises(Invalid):
        await load(db, tmp_path, "email\na@example.com\n", consent=Consent(("news",), "", "Yes"))
    with pytest.raises(Invalid):
        await load(db, tmp_path, "email\na@example.com\n", consent=Consent(("nope",), "fair", "Yes"))

    consent = Consent(("news",), "trade fair 2029", "I want news")
    await rows(db, "INSERT INTO contact (email) VALUES ('b@example.com') RETURNING 1")
    await rows(
        db, "INSERT INTO subscription (contact_id, topic_id, state) "
            "SELECT c.id, t.id, 'unsubscribed' FROM contact c, topic t WHERE email LIKE 'b@%' RETURNING 1"
    )  # fmt: skip
    first = await load(db, tmp_path, "email\na@example.com\nb@example.com\n", consent=consent)
    second = await load(db, tmp_path, "email\na@example.com\nb@example.com\n", consent=consent)

    assert (counts(first), counts(second)) == ((0, 1, 1, 0), (0, 0, 2, 0))
    assert await rows(db, "SELECT email, state FROM subscription JOIN contact ON id = contact_id ORDER BY 1") == [
        ("a@example.com", "subscribed"), ("b@example.com", "unsubscribed")]  # fmt: skip
    assert await rows(db, "SELECT source, wording FROM consent_record") == [
        ("trade fair 2029", "I want news")
    ]


async def test_a_mapping_overrides_the_guess(db: Database, tmp_path: Path) -> None:
    content = "Mail,Alt mail,Code,Junk\nx@example.com,a@example.com,12,z\n"
    mapping = {"Mail": "ignore", "Alt mail": "email", "Code": "attribute:code:text", "Junk": "ignore"}

    await load(db, tmp_path, content, mapping=mapping)

    assert await rows(db, "SELECT email, attributes FROM contact") == [("a@example.com", {"code": "12"})]


@pytest.mark.parametrize(
    "mapping",
    [{"Nope": "email"}, {"Code": "password"}, {"Code": "attribute:Bad Key"}, {"Code": "attribute:email"},
     {"Code": "attribute:code:colour"}, {"Mail": "city", "Code": "city"}, {"Mail": "ignore"}],
)  # fmt: skip
async def test_a_mapping_that_makes_no_sense_is_refused(
    db: Database, tmp_path: Path, mapping: dict[str, str]
) -> None:
    with pytest.raises(Invalid):
        await load(db, tmp_path, "Mail,Code\na@example.com,12\n", mapping=mapping)


async def test_unknown_columns_can_be_ignored(db: Database, tmp_path: Path) -> None:
    await load(db, tmp_path, "email,plan\na@example.com,pro\n", unknown_columns="ignore")

    assert await rows(db, "SELECT attributes FROM contact") == [({},)]
    assert await rows(db, "SELECT count(*) FROM attribute") == [(0,)]


async def test_a_preview_writes_nothing(db: Database, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("Mail;Plan;Points\n" + "a@example.com;pro;1\n" * 9)

    preview = await preview_contacts(db, path, ImportOptions())

    assert [(c.header, c.target, c.type, c.is_new) for c in preview.columns] == [
        ("Mail", "email", None, False), ("Plan", "attribute:plan", "text", True),
        ("Points", "attribute:points", "number", True)]  # fmt: skip
    assert (preview.delimiter, preview.encoding, len(preview.rows)) == (";", "utf-8", 5)
    assert await rows(db, "SELECT count(*) FROM attribute") == [(0,)]


async def test_bombs_are_refused_row_by_row_in_little_memory(db: Database, tmp_path: Path) -> None:
    path = tmp_path / "bomb.csv"
    with path.open("w") as file:
        file.write("email,notes\nfirst@example.com,ok\n")
        file.write("wide@example.com" + "," * 5_000_000 + "\n")
        file.write(f"cell@example.com,{'é' * 40_000}\n")
        file.write("good@example.com," + "é" * 32_000 + "\n")
        file.write('open@example.com,"never closed\n' + "x,y\n" * 100_000)
    report = await run(db, path)

    assert report.created == 2
    assert report.bad >= 3
    told = errors(report)
    assert [row[0] for row in told[1:4]] == ["3", "4", "6"]
    assert "longer than 4 million" in told[1][1]
    assert "longer than 64 KB" in told[2][1]
    assert await rows(db, "SELECT email FROM contact ORDER BY 1") == [
        ("first@example.com",),
        ("good@example.com",),
    ]


async def test_an_import_stops_after_the_rows_that_are_allowed(db: Database, tmp_path: Path) -> None:
    with pytest.raises(TooLarge):
        await load(db, tmp_path, "email\n" + "".join(f"p{n}@example.com\n" for n in range(20)), max_rows=10)


async def test_progress_is_told_and_ends_at_the_whole_file(db: Database, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("email\n" + "".join(f"p{n}@example.com\n" for n in range(12_000)))
    seen: list[Progress] = []

    await import_contacts(db, FixedClock(NOW), path, ImportOptions(), seen.append)

    assert [progress.rows for progress in seen] == [5000, 10_000, 12_000]
    assert (seen[-1].percent, seen[-1].created) == (100.0, 12_000)


async def test_an_import_that_was_killed_can_be_run_again(db: Database, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("email\n" + "".join(f"p{n}@example.com\n" for n in range(12_000)))

    class Killed(BaseException):
        pass

    def kill(progress: Progress) -> None:
        if progress.rows > 5000:
            raise Killed

    with pytest.raises(Killed):
        await import_contacts(db, FixedClock(NOW), path, ImportOptions(), kill)

    assert counts(await run(db, path)) == (2000, 0, 10_000, 0)


async def test_a_broken_column_name_is_no_bad_surprise(db: Database, tmp_path: Path) -> None:
    with pytest.raises(BadFile):
        await load(db, tmp_path, b"email,na\x00me\na@example.com,x\n")


# One database for the whole property: every example works on people of its own.
examples = itertools.count()
cell = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
person = st.tuples(st.integers(0, 5), st.booleans(), cell, cell, st.integers(-5, 5) | st.none())


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(people=st.lists(person, min_size=1, max_size=12), data=st.data())
async def test_any_file_of_any_text_comes_in_once_and_as_it_was(
    db: Database,
    tmp_path: Path,
    people: Sequence[tuple[int, bool, str, str, int | None]],
    data: st.DataObject,
) -> None:
    prefix = next(examples)
    path = tmp_path / "people.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=data.draw(st.sampled_from(",;\t")), quoting=csv.QUOTE_ALL)
        writer.writerow(["external_id", "email", "company", "note", "score"])
        for number, has_email, company, note, score in people:
            email = f"{prefix}.{number}@example.com" if has_email else ""
            writer.writerow([f"{prefix}-{number}", email, company, note, "" if score is None else score])
    mapping = {"note": "attribute:note:text", "score": "attribute:score:number"}

    first = await run(db, path, mapping=mapping)
    second = await run(db, path, mapping=mapping)

    assert second.created == second.updated == 0
    assert second.bad == first.bad
    assert second.unchanged == len(people) - first.bad
    last = {f"{prefix}-{number}": (note.strip(), score) for number, _, _, note, score in people}
    if first.bad == 0:
        query = f"SELECT external_id, attributes FROM contact WHERE external_id LIKE '{prefix}-%'"
        found = {name: (a.get("note", ""), a.get("score")) for name, a in await rows(db, query)}
        assert found == last


@given(cell=st.text(st.sampled_from("'=+-@\t\r1a.,"), max_size=6))
def test_a_cell_that_was_made_safe_is_no_formula_and_comes_back_as_it_was(cell: str) -> None:
    safe = safe_cell(cell)

    assert plain_cell(safe) == cell
    assert safe[:1] not in tuple("=@\t\r")
    assert safe[:1] not in tuple("+-") or safe[1:].replace(".", "").replace(",", "").isdigit()
