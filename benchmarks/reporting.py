"""The report on a large client, and the bare loop it is held against: the same client, the same rows, nothing else."""

from __future__ import annotations

from collections.abc import Callable

from jinja2 import Environment

from pmark_check.domain.session import Session
from pmark_check.report.html import render
from tests.report.clients import DAY, shipped_background, shipped_procedure, view_of
from tests.report.large import everything_no

BARE = """<table>
{% for gap in gaps %}
<tr id="c-{{ gap.card.line.id }}"><th>{{ gap.card.question }}<p>{{ gap.card.finding }}</p>
<p>{{ gap.card.first_step }} {{ gap.card.effort }}</p></th>
<td>{% for layer in gap.card.layers %}{{ layer.name }} <b>{{ layer.answer }}</b> {{ layer.how }} {{ layer.said_by }}
{% endfor %}{% for word in gap.words %}{{ word }} {% endfor %}{{ gap.card.weight }} {{ gap.loss }}</td>
<td>{{ gap.card.note }}{% for found in gap.card.evidence %}<p>{{ found.where }} {{ found.as_of }}
{{ found.next_check }}</p>{% endfor %}
{% for action in gap.card.actions %}<p>{{ action.aim }} {{ action.text }} {{ action.owner }} {{ action.due }}</p>
{% endfor %}</td></tr>
{% endfor %}
</table>"""


def reporting(number: int) -> tuple[Callable[[], object], Callable[[], object]]:
    """Return the report on a client with ``number`` gaps, and a bare loop over them; both begin with the answers."""
    session = everything_no(number)
    bare = Environment(autoescape=True, trim_blocks=True).from_string(BARE)
    return lambda: _report(session), lambda: bare.render(gaps=view_of(session).gaps)


def _report(session: Session) -> str:
    return render(view_of(session), shipped_background(), on=DAY, procedure=shipped_procedure())
