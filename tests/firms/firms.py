"""Nine firms as one meets them, each told as its officer would tell it."""

from __future__ import annotations

from pmark_check.domain.checklist import FactValue
from pmark_check.domain.events import Mark
from tests.firms.firm import Firm, Said, all_layers

YES, PARTIAL, NO, UNKNOWN = Mark

PRINTER: dict[str, FactValue] = {
    # A printer of 20 people: prints customers' address lists, sends the mail, keeps a website with an enquiry form.
    "employees": 20,
    "industry": "manufacturing_other",
    "has_public_site": True,
    "collects_by_web_form": True,
    "is_processor": True,
    "has_vendor": True,
    "uses_cloud": True,
    "handles_my_number": True,
    "has_cameras": True,
    "contacts_individuals": True,
    "has_test_env": False,
    "issues_credentials": False,
    "renewing_mark": False,
    "handles_sensitive": False,
    "telework": False,
    "uses_cookies_tags": False,
    "dispatches_staff": False,
    "uses_overseas_services": False,
    "provides_to_third_parties": False,
    "receives_from_third_parties": False,
    "shared_use": False,
    "makes_anonymised_data": False,
    "makes_pseudonymised_data": False,
}

ready_printer = Firm(
    # "We built it up over a year with a consultant, the audit was in October, the review last week.
    #  Two things are left: the keys were not counted, and the drill was only talked through."
    PRINTER | {"planned_application": "2027-04-01"},
    (
        all_layers(YES),
        all_layers(PARTIAL, "j9-2.keys-counted", "j4-4-2.drill-yearly"),
    ),
)

one_person = Firm(
    # "It is just me. The papers are in order, a friend looked over them, but there is nobody else in the firm."
    PRINTER | {"employees": 1, "planned_application": "2027-04-01"},
    (
        all_layers(YES),
        all_layers(NO, "apply.two-eligible-people", "j2-3-2.two-different-people", "j2-3-2.appointed-in-writing"),
        all_layers(NO, "governance.manager-and-auditor-separate", "j2-3-2.auditor-independent"),
    ),
)

founded_in_spring = Firm(
    # "We started in April and have done everything by the book since."
    PRINTER | {"planned_application": "2027-01-15"},
    (all_layers(YES), all_layers(NO, "apply.one-year-business")),
)

paper_perfect = Firm(
    # "The consultant left three binders. Nobody has opened them since. The forms are filled in already."
    PRINTER | {"planned_application": "2027-01-15"},
    (
        Said(YES, NO, NO),
        all_layers(YES, "apply", "j2-3-2.two-different-people"),
    ),
)

busy_without_paper = Firm(
    # "We are careful people and have never lost a sheet. Written down? No, everybody knows how it is done."
    PRINTER | {"planned_application": "2027-01-15"},
    (
        Said(NO, YES, NO),
        all_layers(YES, "apply"),
        all_layers(NO, "apply.forms-complete", "apply.attachments-complete"),
    ),
)

mid_year = Firm(
    # "Rules since spring, training in summer, the checks run. The audit is set for the winter, the review after."
    PRINTER | {"planned_application": "2026-12-15"},
    (
        all_layers(YES),
        Said(None, NO, NO, ("J.6.2", "J.6.3")),
        all_layers(YES, "j6-2.plan-made-first"),
        all_layers(NO, "apply.forms-complete"),
    ),
)

knows_nothing = Firm(
    # "I was given this on Monday. I do not know any of it."
    {"employees": 20, "industry": "manufacturing_other"},
    (all_layers(UNKNOWN),),
    seen=False,
)

leftover_database = Firm(
    # "Everything is in place. Only the database of last year's trial run is still on the test server."
    PRINTER | {"has_test_env": True, "planned_application": "2027-04-01"},
    (all_layers(YES), Said(None, NO, NO, ("test-data.deleted-on-time",))),
)

well_run = Firm(
    # "We could hold the mark today. A few things are half done, and I have not seen a few others."
    PRINTER | {"renewing_mark": False, "planned_application": "2027-06-01"},
    (
        all_layers(YES),
        all_layers(PARTIAL, "j9-2.keys-counted", "j9-1.mailboxes-cleared", "j4-4-2.drill-yearly"),
        Said(None, None, PARTIAL, ("j9-4.reviewed-yearly", "j6-1.departments-check-regularly")),
        Said(PARTIAL, None, None, ("j9-2.ai-input-ruled",)),
        all_layers(UNKNOWN, "j9-2.wifi-separated", "j10-6.corrections-answered", "j8-8.official-enquiries"),
        Said(None, None, UNKNOWN, ("j7-1.effect-verified",)),
    ),
)

FIRMS = {
    "ready printer": ready_printer,
    "one person": one_person,
    "founded in spring": founded_in_spring,
    "paper perfect": paper_perfect,
    "busy without paper": busy_without_paper,
    "mid-year": mid_year,
    "knows nothing": knows_nothing,
    "leftover database": leftover_database,
    "well run": well_run,
}
