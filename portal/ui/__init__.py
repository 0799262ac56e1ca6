"""The look: what page writers use. No page needs a style, a script or a colour of its own.

A page
------
`{% extends "base.html" %}` (public, applicant, partner) or `"desk_base.html"` (smaller type, keys). Blocks:

    {% block title %}Words{% endblock %}            without the site's name
    {% block crumbs %}<p class="crumbs"><a href="…">My applications</a> / Draft</p>{% endblock %}
    {% block content %}…{% endblock %}              inside the page's width; Django messages are printed above it
    {% block main %}…{% endblock %}                 instead of crumbs and content, if a page needs the full width

`chrome` (context processor `portal.ui.context.chrome`) gives places, person, languages; it needs `request.actor` and
`request.user` but lives without them. Places per capacity: `portal.ui.navigation.PLACES`.

Layout, by class: `.masthead.flow` (title, state, reference), `.flow` (text), `.stack` (fields, panels), `.row` (one
line that may wrap; `.push` goes to its end), `.pair` (two things side by side), `.beside` (content, then a side from
60 rem), `<div class="beside" data-side="early">` (the side stands first in the page, for checklists and who decides;
put `{% fold %}` panels in it), `.desk` (data and document), `.unseen` (for screen readers only), `.num`, `.ref`
(numbers people copy), `.cite` (law, small), `.lede`.

Tags, `{% load ui %}`
---------------------
Words go in as `_("…")`. `tone` is "" | "good" | "bad" | "warn" | "now". Objects are those of `portal.ui.parts`.

    {% icon "tick" %}                                    names: portal.ui.icons
    {% plate dossier.authority %}  {% plate "federal" short=True %}
    {% unsure rule.certainty %}  {% unsure c of="amount" source=url %}  of: amount article term rule; VERIFIED: none
    {% cite article %}  {% cite article rule.version %}  the article leads to the rule's page where one is named
    {% tag_state dossier.state %}  {% tag_result finding.result %}  {% tag _("2 to see") "warn" %}
    {{ value|day }} 4 December 2026   {{ value|weekday }} Friday 4 December 2026   {{ value|short_day }} 4 Dec 2026
    {% note "warn" _("We need one document") %}<p>…</p>{% endnote %}       one thing to do or know, not three
    {% panel _("Who decides") authority=dossier.authority %}…{% endpanel %}
    {% fold _("Your checklist") _("4 of 7 ready") %}…{% endfold %}         a panel that is one line on a phone
    {% section _("Documents") %}…{% endsection %}
    {% clock_panel clock %}  {% clock_panel clock folded=True %}     {% include "ui/clock.html" with clock=clock %}
    {% tracks track_views _("One decision") _("to you and the post") %}
    {% story items %}    {% conds items %}    {% facts items %}    {% differences items %}    {% thread messages %}
    {% views tabs _("Parts of the dossier") %}    {% stages steps %}
    {% queue_table queue %}    {% paging page %}    {% include "ui/keys.html" %}
    {% decide actions %}    {% action act %}                               refused ones carry their reason
    <ul class="conds">{% for slot in slots %}{% upload_slot slot %}{% endfor %}</ul>
    {% viewer doc %}    {% confirmation done %}    {% empty state %}
    {% once %}...{% endonce %}   what is the same for everybody, rendered once per language: see `portal.ui.fragments`
    {% error_summary form %}    <form method="post" novalidate{% autosave url %}>    {% saved _("Saved at 14:32") %}

Headings take `level=3` where they would otherwise jump: panels, sections and clocks start at 2, lines of conds at 3.
`anchor="docs"` gives a note, panel, fold or section an id to link to.

Forms
-----
`FORM_RENDERER` draws `{{ form }}` and `{{ form.pay.as_field_group }}`: label, hint (help_text), error, control, more.
Write the form element yourself, always `novalidate`, `class="stack"`, with `{% csrf_token %}`; the buttons stand in
`<p class="row">`. If you print field by field put `{% error_summary form %}` first. Answer errors with 422.
`portal.ui.forms`: `DayField`/`DateParts` (posts name_day, name_month, name_year), `MoneyField`/`MoneyInput`,
`PostalCommuneInput`, `More`; attributes `more` and `optional` of a form are described there.
`portal.ui.communes.CommuneField` gives a NIS code; `portal.ui.answers`: `PickField`, `YesNoField`, `WholeNumberField`.

    parts.Clock(title=_("Work"), authority="ostbelgien", day=41, total=90,
                strip=[parts.Segment("run", 0, 12), parts.Segment("pause", 12, 10), parts.Segment("run", 22, 29)],
                ends=["30 Sep", "8 Jan"], sum=[parts.SumRow(_("Days since 30 September"), "51"),
                parts.SumRow(_("Paused"), "− 10"), parts.SumRow(_("Day of the term"), "41", is_total=True)],
                due_on=date(2027, 1, 8), article="art. …", certainty="UNVERIFIED")

Uploads, autosave, scripts
--------------------------
`{% upload_slot %}` posts the file to `slot.action` as `slot.name`; with scripts htmx posts it and takes the element
`#slot.anchor` out of whatever page comes back, so answer with the whole page (after a redirect) or only the slot, and
422 with `errors` set. `{% autosave url %}` posts the whole form to url; answer 204. A last save may come by beacon,
with the CSRF token in the form. A view that shows a PDF in `{% viewer %}` must allow itself to be framed by this site:
`@xframe_options_sameorigin` and `@csp_replace({"frame-ancestors": [SELF]})`.

Queue keys: j k x Enter / ? and the `key` of an Action; they can be switched off. Rows chosen are posted by a form
with `id="bulk"` (`Queue.form_id`), `<form id="bulk" method="post" class="bulk">`; `<b data-chosen-count>` counts them.

Every component with made-up values: /styleguide, in the demo only (`portal.ui.styleguide`).
"""
