"""A client as OSCAL: what was answered arrives, under ids that never change, and nothing private with it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from pmark_check.domain.checklist import Layer
from pmark_check.domain.events import ActionKind, HowKnown, Mark, Outcome
from pmark_check.domain.language import LANGUAGES, Language
from pmark_check.domain.library import Library
from pmark_check.domain.session import Session
from pmark_check.export.formats import render
from pmark_check.export.oscal import prose, string, token
from pmark_check.storage.pinned import library
from pmark_check.storage.shipped import shipped_bytes
from pmark_check.view.data import score_data
from pmark_check.view.dossier import Dossier
from tests.cli.door import MINI
from tests.domain.strategies import Desk
from tests.export.oscal_references import Data, faults, objects
from tests.report.clients import (
    CLIENTS,
    DAY,
    OFFICER,
    PRIVATE,
    SYSTEMS,
    half_way,
    new_client,
    shipped_background,
    shipped_library,
    view_of,
)
from tests.report.poison import poisoned_background, poisoned_library
from tests.report.test_hostile_text import HOSTILE, poisoned_client


def mini(text: str = MINI) -> Library:
    return library([text.encode()], shipped_bytes("facts.toml"), shipped_bytes("policy.toml"))


def small_client(name: str = "株式会社つばめ", **how: int) -> Session:
    return new_client(name, mini(), **how)


def half_told(session: Session) -> Session:
    session.answer("one.kept", Mark.NO, said_by=OFFICER)
    session.mark_not_applicable("one.seen", "親会社が行う")
    session.state_fact("has_vendor", value=False)
    session.write_note("two.done", "メモ")
    return session


def dossier_of(session: Session, language: Language = "ja", on: date = DAY, *, with_private: bool = False) -> Dossier:
    return Dossier(view_of(session, language), shipped_background(), on, with_private=with_private)


def catalog_of(session: Session, language: Language = "ja") -> Data:
    found: Data = json.loads(render("oscal-catalog", dossier_of(session, language)))
    return found


def results_of(session: Session, language: Language = "ja", *, with_private: bool = False) -> Data:
    found: Data = json.loads(render("oscal-results", dossier_of(session, language, with_private=with_private)))
    return found


def result_of(session: Session) -> Data:
    found: Data = results_of(session)["assessment-results"]["results"][0]
    return found


def controls(catalog: Data) -> dict[str, Data]:
    return {one["id"]: one for group in objects(catalog) for one in group.get("controls", [])}


def about(found: list[Data], control: str) -> list[Data]:
    return [one for one in found if values(one, "control-id") == [control]]


def finding(session: Session, control: str) -> Data:
    (found,) = about(result_of(session)["findings"], control)
    return found


def values(one: Data, name: str, kind: str | None = None) -> list[str]:
    return [p["value"] for p in one.get("props", []) if p["name"] == name and kind in (None, p.get("class"))]


def status(one: Data) -> tuple[str, str, str | None]:
    target = one["target"]
    state = target.get("implementation-status", {}).get("state")
    return target["status"]["state"], target["status"]["reason"], state


# --- the documents as such --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CLIENTS)
def test_every_reference_of_every_client_arrives(name: str, language: Language) -> None:
    session = CLIENTS[name]()
    catalog, results = catalog_of(session, language), results_of(session, language)
    assert faults(catalog, catalog) == []
    assert faults(results, catalog) == []


@pytest.mark.parametrize("fmt", ["oscal-catalog", "oscal-results"])
def test_equal_answers_give_equal_bytes_in_whatever_order_they_came(fmt: str) -> None:
    def answered(session: Session, order: int) -> Session:
        steps: list[Callable[[], object]] = [
            lambda: session.answer("one.kept", Mark.NO, said_by=OFFICER),
            lambda: session.answer("two.done", Mark.YES, how=HowKnown.SEEN, said_by=SYSTEMS),
            lambda: session.add_evidence("one.kept", "棚A"),
            lambda: session.add_evidence("one.kept", "棚B", as_of=date(2026, 10, 1)),
            lambda: session.plan_action("one.kept", text="書く", owner=OFFICER),
            lambda: session.plan_action("one.kept", text="聞く", owner=SYSTEMS, due=date(2026, 12, 1)),
            lambda: session.mark_not_applicable("one.seen", "親会社が行う"),
        ]
        for step in steps[::order]:
            step()
        return session

    forth, back = answered(small_client(), 1), answered(small_client(first_id=900), -1)
    back.operator = "別の人"
    assert render(fmt, dossier_of(forth)) == render(fmt, dossier_of(back))


def test_another_operator_changes_nothing() -> None:
    one, other = small_client(), small_client()
    other.operator = "佐々木"
    for session in (one, other):
        session.mark_not_applicable("one.seen", "親会社が行う")
    assert render("oscal-results", dossier_of(one)) == render("oscal-results", dossier_of(other))


def test_an_answer_changes_the_id_of_the_results_and_keeps_those_inside() -> None:
    before = results_of(small_client())["assessment-results"]
    session = small_client()
    session.answer("one.kept", Mark.NO)
    after = results_of(session)["assessment-results"]
    assert before["uuid"] != after["uuid"]
    assert [one["uuid"] for one in before["results"][0]["findings"]] == [
        one["uuid"] for one in after["results"][0]["findings"]
    ]


def test_the_catalog_is_the_same_for_every_client_on_every_day() -> None:
    catalogs = {
        render("oscal-catalog", dossier_of(session, on=day))
        for session in (small_client("一社"), half_told(small_client("二社")))
        for day in (DAY, DAY + timedelta(days=40))
    }
    assert len(catalogs) == 1


def test_the_results_name_the_catalog_they_speak_of() -> None:
    session = small_client()
    catalog = catalog_of(session)["catalog"]["uuid"]
    assert having(results_of(session), "document-ids")["document-ids"] == [{"identifier": catalog}]


def having(document: Data, key: str) -> Any:
    return next(one for one in objects(document) if key in one)


@pytest.mark.parametrize("own", ["one.kept", "1st.thing", "2026", "a-1.b2"])
def test_a_token_begins_as_oscal_wants_and_can_be_taken_back(own: str) -> None:
    assert re.fullmatch(r"[^\W\d][\w.\-]*", token(own))
    assert token(own).removeprefix("_") == own


def test_a_checklist_whose_ids_begin_with_a_digit_is_carried() -> None:
    text = MINI.replace('id = "one', 'id = "1st').replace('section = "one', 'section = "1st')
    session = new_client(asked_with=mini(text))
    session.answer("1st.kept", Mark.YES)
    catalog, results = catalog_of(session), results_of(session)
    assert faults(catalog, catalog) == faults(results, catalog) == []
    assert list(controls(catalog)) == ["_1st.kept", "_1st.seen", "two.told", "two.done"]


def test_a_chapter_with_questions_and_sections_keeps_both() -> None:
    text = MINI.replace('id = "two"\ntitle', 'id = "two"\nparent = "one"\ntitle')
    session = new_client(asked_with=mini(text))
    (chapter,) = catalog_of(session)["catalog"]["groups"]
    assert [group["id"] for group in chapter["groups"]] == ["section_one", "section_two"]
    assert faults(catalog_of(session), catalog_of(session)) == []


# --- the catalog ------------------------------------------------------------------------------------------------------


def test_every_question_is_a_control_in_the_order_in_which_it_is_asked() -> None:
    session = CLIENTS["pmark"]()
    found = controls(catalog_of(session))
    assert list(found) == [token(control) for control in session.library.controls]
    for control in session.library.controls.values():
        one = found[token(control.id)]
        assert one["title"] == control.question.ja
        assert values(one, "weight") == [str(control.weight)]
        assert values(one, "effort") == [control.effort]
        assert values(one, "phase") == [control.phase]
        assert values(one, "layer") == list(control.layers)
        assert values(one, "gate") == ([control.gate] if control.gate else [])
        assert values(one, "knockout") == (["true"] if control.knockout else [])
        rels = [link["rel"] for link in one["links"]] if "links" in one else []
        assert rels.count("reference") == len(set(control.refs))
        assert rels.count("required") == len(set(control.after))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_stands_beside_a_question_is_there_in_the_language_asked_for(language: Language) -> None:
    session = new_client(asked_with=shipped_library())
    control = next(c for c in session.library.controls.values() if c.partial and len(c.evidence) > 1)
    catalog = catalog_of(session, language)
    parts = {part["id"].partition("_")[2]: part for part in controls(catalog)[control.id]["parts"]}
    for name, text in (("plain", control.plain), ("why", control.why), ("finding", control.finding)):
        assert parts[name]["prose"] == prose(text.to(language))
    assert control.partial
    assert parts["partial"]["prose"] == prose(control.partial.to(language))
    assert parts["first-step"]["prose"] == prose(control.first_step.to(language))
    objects_ = parts["evidence"]["parts"][0]["prose"]
    assert objects_.splitlines() == [f"* {prose(one.to(language))}" for one in control.evidence]
    assert values(catalog["catalog"]["metadata"], "language") == [language]


def test_a_cited_number_says_how_well_it_is_known() -> None:
    catalog = catalog_of(new_client())["catalog"]
    known = shipped_background().reference_by_id
    cited = {one: r for r in catalog["back-matter"]["resources"] for one in values(r, "reference")}
    assert len(cited) > 20
    assert all(values(found, "provenance") == [known[ref].provenance] for ref, found in cited.items())


# --- the results ------------------------------------------------------------------------------------------------------


def test_the_numbers_are_those_of_every_other_door() -> None:
    session = CLIENTS["pmark"]()
    result, data = result_of(session), score_data(view_of(session), DAY)
    bare = {p["name"]: p["value"] for p in result["props"] if "class" not in p}
    assert bare["score-worst"] == str(data["score"]["worst"])
    assert bare["score-best"] == str(data["score"]["best"])
    assert bare["coverage"] == str(data["coverage"])
    assert bare["confidence"] == str(data["confidence"])
    assert (bare["asked"], bare["answered"]) == (str(data["asked"]), str(data["answered"]))
    assert bare["incident-readiness"] == data["incident_readiness"]
    assert bare["application-outlook"] == data["application_outlook"]
    for kind, name in (("layer", "layers"), ("checklist", "checklists")):
        for part, score in data[name].items():
            found = {p["name"]: p["value"] for p in result["props"] if (p.get("class"), p.get("group")) == (kind, part)}
            assert found == {f"score-{end}": str(value) for end, value in score.items()}
    stages = {p["group"]: p["value"] for p in result["props"] if p["name"] == "expected-findings-max"}
    assert stages["on-site"] == str(data["forecast"]["on_site"]["findings"]["max"])


def test_a_question_answered_yes_is_satisfied_and_any_other_is_not() -> None:
    session = small_client()
    session.state_fact("has_vendor", value=True)
    session.answer("one.kept", Mark.YES)
    session.answer("one.seen", Mark.NO)
    session.answer("two.told", Mark.YES, layer=Layer.RULE)
    session.answer("two.told", Mark.PARTIAL, layer=Layer.PRACTICE)
    assert status(finding(session, "one.kept")) == ("satisfied", "pass", "implemented")
    assert status(finding(session, "one.seen")) == ("not-satisfied", "fail", None)
    assert status(finding(session, "two.told")) == ("not-satisfied", "fail", "partial")
    assert status(finding(session, "two.done")) == ("not-satisfied", "other", None)
    assert values(finding(session, "two.told"), "mark", "practice") == ["partial"]
    assert values(finding(session, "two.told"), "score-worst") == ["0.714286"]


def test_a_question_that_does_not_apply_carries_its_reason_and_who_gave_it() -> None:
    session = small_client()
    session.answer("one.seen", Mark.NO, said_by=SYSTEMS)
    session.mark_not_applicable("one.seen", "親会社が行う", said_by=OFFICER)
    found = finding(session, "one.seen")
    assert status(found) == ("satisfied", "other", "not-applicable")
    assert found["target"]["status"]["remarks"] == "親会社が行う"
    assert values(found, "mark") == []
    assert "observations" not in result_of(session)
    names = {p["uuid"]: p["name"] for p in results_of(session)["assessment-results"]["metadata"]["parties"]}
    assert names[found["origins"][0]["actors"][0]["actor-uuid"]] == OFFICER


def test_a_question_that_is_not_asked_is_excluded_with_all_that_was_written_about_it() -> None:
    session = small_client()
    session.answer("two.told", Mark.NO)
    session.write_note("two.told", "委託先は2社だった")
    session.plan_action("two.told", text="契約書を探す", owner=SYSTEMS)
    session.state_fact("has_vendor", value=False)
    result = result_of(session)
    (selection,) = result["reviewed-controls"]["control-selections"]
    assert selection["exclude-controls"] == [{"control-id": "two.told"}]
    assert about(result["findings"], "two.told") == []
    (seen,) = about(result["observations"], "two.told")
    assert values(seen, "standing") == ["not-asked"]
    assert values(seen, "mark") == ["no", "no"]
    assert seen["remarks"] == "委託先は2社だった"
    assert about(result["risks"], "two.told")[0]["remediations"][0]["title"] == "契約書を探す"


def test_a_client_who_is_asked_nothing_leaves_all_questions_out() -> None:
    text = MINI.replace('when = ["has_vendor"]', "").replace('phase = "do"', 'phase = "do"\nwhen = ["has_vendor"]')
    session = new_client(asked_with=mini(text))
    session.state_fact("has_vendor", value=False)
    result = result_of(session)
    (selection,) = result["reviewed-controls"]["control-selections"]
    assert selection["include-all"] == {}
    assert len(selection["exclude-controls"]) == 4
    assert "findings" not in result


def test_each_way_of_knowing_is_a_method_of_its_own() -> None:
    session = small_client()
    for layer, how in zip(Layer, (HowKnown.HEARD, HowKnown.SEEN, HowKnown.GUESSED), strict=True):
        session.answer("one.kept", Mark.YES, layer=layer, how=how, said_by=OFFICER)
    session.add_evidence("one.kept", "総務の棚", as_of=date(2026, 10, 1), next_check=date(2027, 4, 1))
    found = about(result_of(session)["observations"], "one.kept")
    assert {one["methods"][0]: values(one, "mark", None) for one in found} == {
        "INTERVIEW": ["yes"],
        "EXAMINE": ["yes"],
        "UNKNOWN": ["yes"],
    }
    seen = next(one for one in found if one["methods"] == ["EXAMINE"])
    assert [one["relevant-evidence"] for one in found if "relevant-evidence" in one] == [seen["relevant-evidence"]]
    (proof,) = seen["relevant-evidence"]
    assert proof["description"] == "総務の棚"
    assert (values(proof, "as-of"), values(proof, "next-check")) == (["2026-10-01"], ["2027-04-01"])
    related = finding(session, "one.kept")["related-observations"]
    assert {one["observation-uuid"] for one in related} == {one["uuid"] for one in found}


def test_a_conflict_is_named_as_one_and_counts_as_open() -> None:
    one, other = Desk(mini(), name="one"), Desk(mini(), name="other")
    one.session.rename("株式会社つばめ")
    one.session.answer("two.done", Mark.YES)
    other.session.answer("two.done", Mark.NO)
    one.take_in(other)
    found = finding(one.session, "two.done")
    assert values(found, "mark") == ["conflict"]
    assert status(found) == ("not-satisfied", "other", None)
    assert "observations" not in result_of(one.session)


def test_homework_is_carried_whether_open_done_or_dropped() -> None:
    session = small_client()
    session.answer("one.kept", Mark.NO)
    session.plan_action("one.kept", text="棚卸しをする", owner=OFFICER, due=date(2026, 12, 5))
    for text, outcome in (("規程を書く", Outcome.DONE), ("外注する", Outcome.DROPPED)):
        session.plan_action("one.kept", text=text, aim=ActionKind.DECISION)
        action = next(a for a in session.state("one.kept").open_actions if session.text(a.text) == text)
        session.close_action(action, outcome, seen_by=SYSTEMS, reason="高いため")
    (risk,) = about(result_of(session)["risks"], "one.kept")
    assert risk["status"] == "remediating"
    work = {one["title"]: one for one in risk["remediations"]}
    assert {text: one["lifecycle"] for text, one in work.items()} == {
        "棚卸しをする": "planned",
        "規程を書く": "completed",
        "外注する": "recommendation",
    }
    (task,) = work["棚卸しをする"]["tasks"]
    assert task["timing"]["on-date"]["date"] == "2026-12-05T00:00:00+09:00"
    assert len(task["responsible-roles"][0]["party-uuids"]) == 1
    assert work["外注する"]["remarks"] == "高いため"
    assert values(work["外注する"], "seen-by") == [SYSTEMS]


def test_notes_evidence_reasons_and_homework_of_a_client_are_all_there() -> None:
    session = half_way()
    entries = dossier_of(session).entries
    whole = json.dumps(results_of(session), ensure_ascii=False)
    texts = {text for e in entries for text in (e.card.note, e.card.not_applicable)}
    texts |= {line.where for e in entries for line in e.card.evidence}
    texts |= {line.text for e in entries for line in e.card.actions}
    texts.discard("")
    assert len(texts) > 6
    missing = {text for text in texts if json.dumps(prose(text), ensure_ascii=False)[1:-1] not in whole}
    assert missing == set()


def test_a_private_note_is_there_only_when_asked_for() -> None:
    session = half_way()
    for language in LANGUAGES:
        assert "canary-7731" not in json.dumps(results_of(session, language))
        assert "canary-7731" not in json.dumps(catalog_of(session, language))
    private = results_of(session, with_private=True)
    assert PRIVATE in json.dumps(private, ensure_ascii=False)
    assert values(private["assessment-results"]["metadata"], "private") == ["true"]
    assert faults(private, catalog_of(session)) == []


def test_the_private_note_leaves_no_trace_in_an_id() -> None:
    session, silent = half_way(), half_way()
    silent.write_note(next(iter(silent.library.controls)), "", private=True)
    assert render("oscal-results", dossier_of(session)) == render("oscal-results", dossier_of(silent))


# --- texts ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [*HOSTILE, "*a*", "a_b", "_a_", "C:\\x\\*", "[a](b)", "{{ insert }}", "a ~b^c", "`x`"])
def test_prose_shows_every_character(text: str) -> None:
    assert re.sub(r"\\([\\*`~^<\[\]_&{])", r"\1", prose(text)) == text.strip()


@pytest.mark.parametrize(
    ("given", "shown"),
    [("snake_case", "snake_case"), ("<b>", "\\<b>"), ("a & b &lt;", "a & b \\&lt;"), ("a\\b", "a\\\\b")],
)
def test_only_what_markdown_would_swallow_is_escaped(given: str, shown: str) -> None:
    assert prose(given) == shown


def test_a_value_is_one_line() -> None:
    assert string(" 一行目\r\n\n 二行目\u2028三行目 ") == "一行目 二行目 三行目"


@pytest.mark.parametrize("poison", [" ".join(HOSTILE[:10]), "一行目\n二行目\t三", "\\"])
def test_hostile_texts_of_client_and_author_break_nothing(poison: str) -> None:
    session = poisoned_client(poison, poisoned_library(poison))
    dossier = Dossier(view_of(session), poisoned_background(poison), DAY)
    catalog, results = json.loads(render("oscal-catalog", dossier)), json.loads(render("oscal-results", dossier))
    assert faults(catalog, catalog) == []
    assert faults(results, catalog) == []
