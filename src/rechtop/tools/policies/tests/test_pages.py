"""Who looks after a policy writes it, the secretary adopts, everybody reads, no word is lost."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from tests.desk import asked_for, at_desk, by_name
from tests.people import person

from rechtop.ground.audit.models import Entry
from rechtop.ground.kernel import clock, records
from rechtop.ground.kernel.actors import COMMAND
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.post import operations as post
from rechtop.ground.post.models import Outgoing
from rechtop.people.organisation import operations as organisation
from rechtop.people.organisation.models import Kind as Duty
from rechtop.tools.policies import operations, queries
from rechtop.tools.policies.models import Kind, Policy, PolicyVersion

pytestmark = pytest.mark.django_db

BODY = "Artikel 1. Geschenken\nTot 50 euro mag. <b>Vet</b> is niets.\n"
HOME = "/desk/beleid/gift/"
DRAFT = f"{HOME}concept/"
OFFER = f"{HOME}voorleggen/"


def kept(*, is_public: bool = False, **facts: Any) -> Policy:
    told = {"slug": "gift", "title": "Regeling giften", "short_name": "regeling giften", **facts}
    return operations.add(kind=Kind.REGULATION, is_public=is_public, by=by_name("fenna"), **told)


def written(policy: Policy, body: str = BODY) -> PolicyVersion:
    version = operations.begin(policy, by=by_name("fenna"))
    operations.write(version, body=body, edition=version.edition, by=by_name("fenna"))
    version.refresh_from_db()
    return version


def adopted(policy: Policy, body: str = BODY, on: datetime.date | None = None) -> PolicyVersion:
    version = written(policy, body)
    facts = {"in_force_from": on or clock.today(), "next_revision": policy.next_revision}
    operations.adopt(version, **facts, edition=version.edition, by=by_name("gijs"))  # type: ignore[arg-type]
    version.refresh_from_db()
    return version


def in_days(days: int) -> datetime.date:
    return clock.today() + datetime.timedelta(days=days)


def decision(version: PolicyVersion, day: datetime.date) -> dict[str, Any]:
    parts = {f"in_force_from_{part}": getattr(day, part) for part in ("day", "month", "year")}
    return {**parts, "edition": version.edition}


def text_of(client: Client, path: str) -> str:
    answer = client.get(path, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def errors(answer: Any) -> list[str]:
    assert answer.status_code == 200
    return [text for told in answer.context["form"].errors.values() for text in told]


def test_fenna_writes_gijs_adopts_and_everybody_at_the_desk_reads_it() -> None:
    fenna, gijs, eva = at_desk("fenna"), at_desk("gijs"), at_desk("eva")
    sent = {"slug": "gift", "title": "Regeling giften", "kind": "regulation"}
    fenna.post("/desk/beleid/nieuw/", sent)
    assert eva.get(HOME).status_code == 404
    fenna.post(f"{HOME}beginnen/")
    fenna.post(f"{HOME}schrijven/", {"body": BODY.replace("\n", "\r\n"), "edition": "1"})
    version = PolicyVersion.objects.get(policy__slug="gift")
    assert version.body == BODY.strip()
    for path in (DRAFT, f"{HOME}schrijven/", f"{HOME}gegevens/", "/desk/beleid/nieuw/"):
        assert eva.get(path).status_code == 404
    assert "Regeling giften" not in text_of(eva, "/desk/beleid/")
    gijs.post(DRAFT, decision(version, clock.today()))
    page = text_of(eva, HOME)
    assert '<h2 id="artikel-1">Artikel 1. Geschenken</h2>' in page
    assert "&lt;b&gt;Vet&lt;/b&gt;" in page
    assert "Gijs Groen" in page
    assert "Maak een nieuwe versie" not in page
    assert "Regeling giften" in text_of(eva, "/desk/beleid/")
    assert "Beleid" in text_of(eva, "/desk/")


def test_nobody_but_the_secretary_adopts_and_never_what_they_wrote() -> None:
    version = written(kept())
    for name in ("fenna", "bram", "eva", "hanna"):
        with pytest.raises(Refused):
            operations.adopt(
                version, in_force_from=clock.today(), edition=version.edition, by=by_name(name)
            )
    gijs = by_name("gijs")
    PolicyVersion.objects.filter(pk=version.pk).update(author=gijs.number)
    with pytest.raises(Refused, match="Wie de tekst schreef"):
        operations.adopt(version, in_force_from=clock.today(), edition=version.edition, by=gijs)
    with pytest.raises(DatabaseError), transaction.atomic():
        PolicyVersion.objects.filter(pk=version.pk).update(
            adopter=gijs.number, adopted_on=clock.today(), in_force_from=clock.today()
        )


def test_nobody_else_than_the_coordinator_or_who_looks_after_it_writes() -> None:
    policy = kept()
    version = written(policy)
    for name in ("gijs", "bram", "eva", "hanna"):
        with pytest.raises(Refused):
            operations.write(version, body="Anders.", edition=2, by=by_name(name))
        with pytest.raises(Refused):
            operations.describe(policy, edition=1, title="Anders", by=by_name(name))
        assert at_desk(name).post(f"{HOME}beginnen/").status_code == 404


def test_eva_who_looks_after_it_revises_it_and_gijs_adopts_what_she_wrote() -> None:
    policy = kept(next_revision=in_days(30))
    adopted(policy)
    other = kept(slug="ander", short_name="", title="Andere regeling")
    adopted(other)
    operations.give(policy, owner=person("eva"), by=by_name("fenna"))
    eva, gijs = at_desk("eva"), at_desk("gijs")
    page = text_of(eva, HOME)
    assert "Maak een nieuwe versie" in page
    assert "Laat een ander het bijhouden" not in page
    assert "Maak een nieuwe versie" not in text_of(eva, "/desk/beleid/ander/")
    eva.post(f"{HOME}beginnen/")
    assert "Wijzig de tekst" in text_of(eva, DRAFT)
    eva.post(f"{HOME}schrijven/", {"body": "Artikel 1. Van Eva\nNiets.", "edition": "1"})
    listed = text_of(eva, "/desk/beleid/")
    assert "Aan herziening toe" in listed
    assert "in bewerking" in listed
    assert "in bewerking" not in text_of(at_desk("bram"), "/desk/beleid/")
    assert "<ins>" in text_of(eva, f"{HOME}verschil/1/2/")
    version = queries.in_writing(policy)
    assert version is not None
    assert version.author_id == person("eva").pk
    assert "Beleid stelt de secretaris vast." in text_of(eva, DRAFT)
    eva.post(DRAFT, decision(version, in_days(1)))
    assert queries.in_writing(policy) is not None
    gijs.post(DRAFT, decision(version, in_days(1)))
    assert queries.in_writing(policy) is None
    eva.post(f"{HOME}beginnen/")
    eva.post(f"{HOME}weggooien/", {"edition": "1"})
    assert queries.in_writing(policy) is None


def test_who_looks_after_one_policy_writes_no_other_and_no_more_once_it_is_given_away() -> None:
    policy, other = kept(), kept(slug="ander", short_name="", title="Andere regeling")
    operations.give(policy, owner=person("eva"), by=by_name("fenna"))
    eva = at_desk("eva")
    assert eva.post("/desk/beleid/ander/beginnen/").status_code == 404
    with pytest.raises(Refused, match="wie dit beleid bijhoudt"):
        operations.begin(other, by=by_name("eva"))
    eva.post(f"{HOME}beginnen/")
    version = queries.in_writing(policy)
    assert version is not None
    operations.give(policy, owner=person("bram"), by=by_name("fenna"))
    for path in (DRAFT, f"{HOME}schrijven/", HOME):
        assert eva.get(path).status_code == 404
    with pytest.raises(Refused):
        operations.write(version, body="Anders.", edition=1, by=by_name("eva"))
    assert at_desk("bram").get(f"{HOME}schrijven/").status_code == 200


def test_a_secretary_who_looks_after_a_policy_reads_its_draft_and_does_not_write_it() -> None:
    policy = kept()
    version = written(policy)
    Policy.objects.filter(pk=policy.pk).update(owner=person("gijs"))
    with pytest.raises(Refused, match="Wie beleid vaststelt, schrijft het niet"):
        operations.write(version, body="Anders.", edition=version.edition, by=by_name("gijs"))
    page = text_of(at_desk("gijs"), DRAFT)
    assert "Wijzig de tekst" not in page
    assert "Stel vast" in page


def test_an_adopted_version_never_changes_not_even_in_the_database() -> None:
    version = adopted(kept())
    with pytest.raises(Refused, match="al vastgesteld"):
        operations.write(version, body="Anders.", edition=version.edition, by=by_name("fenna"))
    with pytest.raises(Refused):
        operations.throw_away(version, edition=version.edition, by=by_name("fenna"))
    for change in (
        lambda: PolicyVersion.objects.filter(pk=version.pk).update(body="Anders."),
        lambda: PolicyVersion.objects.filter(pk=version.pk).delete(),
    ):
        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
            change()


def test_who_did_not_read_the_newest_text_neither_writes_over_it_nor_adopts_it() -> None:
    version = written(kept())
    fenna, gijs = at_desk("fenna"), at_desk("gijs")
    stale = {"body": "Artikel 1. Van mij\nIets anders.", "edition": "1"}
    answer = fenna.post(f"{HOME}schrijven/", stale)
    assert errors(answer) == ["Een ander schreef intussen ook aan deze tekst."]
    page = answer.content.decode()
    assert "Artikel 1. Van mij" in page
    assert "Tot 50 euro mag." in page
    answer = gijs.post(DRAFT, {**decision(version, clock.today()), "edition": 1})
    assert errors(answer) == ["De tekst is intussen veranderd. Lees hem nog een keer."]
    version.refresh_from_db()
    assert (version.adopted_on, version.body) == (None, BODY)
    assert answer.context["form"]["edition"].value() == str(version.edition)


def test_a_text_or_day_that_cannot_be_is_told_and_nothing_is_adopted() -> None:
    policy = kept()
    first = adopted(policy)
    version = written(policy, f"{BODY}\nArtikel 1. Nog eens\nWoorden.")
    gijs = at_desk("gijs")
    answer = gijs.post(DRAFT, decision(version, in_days(3)))
    assert errors(answer) == ["Artikel 1 staat er meer dan één keer."]
    operations.write(version, body=BODY + "Meer.", edition=version.edition, by=by_name("fenna"))
    version.refresh_from_db()
    for day, told in (
        (in_days(-1), "Kies vandaag of een latere dag."),
        (first.in_force_from, "Kies een dag na die waarop de vorige versie inging."),
        (
            in_days(records.FARTHEST.days + 1),
            "Deze dag ligt meer dan vijf jaar vooruit. Kijk of het jaar klopt.",
        ),
    ):
        assert day is not None
        assert errors(gijs.post(DRAFT, decision(version, day))) == [told]
    impossible = {**decision(version, in_days(3)), "in_force_from_day": "31"}
    impossible["in_force_from_month"] = "2"
    answer = gijs.post(DRAFT, impossible)
    assert errors(answer) == ["Deze datum bestaat niet. Schrijf bijvoorbeeld 24 11 2026."]
    assert 'value="31"' in answer.content.decode()
    assert queries.in_force(policy) == first
    assert queries.coming(policy) is None


def test_two_policies_have_no_name_in_common() -> None:
    policy = kept()
    with pytest.raises(Invalid, match="al in gebruik"):
        kept(short_name="anders")
    with pytest.raises(Invalid, match="al in gebruik"):
        kept(slug="nieuw")
    with pytest.raises(Invalid, match="Zo heet ander beleid al"):
        kept(slug="ander", short_name=" Regeling Giften ")
    facts = {"title": "A", "kind": Kind.NOTE, "is_public": True, "next_revision": None}
    operations.describe(policy, edition=1, short_name="gift", by=by_name("fenna"), **facts)
    with pytest.raises(Invalid, match="net veranderd"):
        operations.describe(policy, edition=1, short_name="", by=by_name("fenna"), **facts)
    answer = at_desk("fenna").post(
        f"{HOME}gegevens/", {"title": "B", "kind": "note", "edition": "1"}
    )
    assert errors(answer) == ["Een collega heeft dit net veranderd. Kijk wat er nu staat."]


def test_what_is_said_of_a_policy_and_sent_twice_is_done_once() -> None:
    policy, fenna, page = kept(), at_desk("fenna"), f"{HOME}gegevens/"
    token = fenna.get(page).context["form"]["once"].value()
    sent = {"title": "Anders", "kind": "note", "edition": "1", "once": token}
    for told in ("Bewaard.", "Dit is al verstuurd."):
        assert told in fenna.post(page, sent, follow=True).content.decode()
    policy.refresh_from_db()
    assert (policy.title, policy.edition) == ("Anders", 2)
    assert Entry.objects.filter(action="policy.described").count() == 1
    facts = {"title": "Anders", "kind": Kind.NOTE, "short_name": "", "is_public": False}
    operations.describe(policy, edition=1, by=by_name("fenna"), **facts)  # as it stands
    policy.refresh_from_db()
    assert policy.edition == 2


def test_a_policy_or_its_text_that_is_sent_twice_is_kept_once() -> None:
    fenna = at_desk("fenna")
    sent = {"title": "Giften", "kind": "note", "slug": "giften", "once": "a"}
    for told in ("Het beleid staat er.", "Dit is al verstuurd."):
        answer = fenna.post("/desk/beleid/nieuw/", sent, follow=True)
        assert told in answer.content.decode()
    version = operations.begin(Policy.objects.get(slug="giften"), by=by_name("fenna"))
    for _twice in range(2):
        text = {"body": BODY, "edition": str(version.edition)}
        answer = fenna.post("/desk/beleid/giften/schrijven/", text, follow=True)
        assert "De tekst is bewaard." in answer.content.decode()
    before, version = version.edition, PolicyVersion.objects.get(pk=version.pk)
    assert version.edition == before + 1


def test_all_versions_stay_to_be_read_with_what_changed_between_them() -> None:
    policy = kept()
    adopted(policy)
    adopted(policy, BODY.replace("50", "25"), on=in_days(7))
    eva = at_desk("eva")
    page = text_of(eva, HOME)
    assert "Tot 50 euro" in page
    assert "geldt een nieuwe versie" in page
    assert "Tot 25 euro" in text_of(eva, f"{HOME}versies/2/")
    redline = text_of(eva, f"{HOME}verschil/1/2/")
    assert "<del>50</del><ins>25</ins>" in redline
    written(policy, BODY.replace("50", "10"))
    assert eva.get(f"{HOME}verschil/2/3/").status_code == 404
    assert "<del>25</del><ins>10</ins>" in text_of(at_desk("gijs"), f"{HOME}verschil/2/3/")
    with clock.standing_at(clock.now() + datetime.timedelta(days=8)):
        now = {one.policy_id: one.number for one in queries.all_in_force(public=False)}
        assert now[policy.pk] == 2


def test_what_is_due_for_revision_is_told_to_who_keeps_it() -> None:
    kept(next_revision=in_days(30))
    kept(slug="later", short_name="", title="Nota later", next_revision=in_days(90))
    due = queries.due_for_revision(queries.overview())
    assert "gift" in [one.policy.slug for one in due]
    assert "later" not in [one.policy.slug for one in due]
    assert "Aan herziening toe" in text_of(at_desk("fenna"), "/desk/beleid/")
    assert "Aan herziening toe" not in text_of(at_desk("eva"), "/desk/beleid/")


def test_a_draft_can_be_thrown_away_by_who_saw_it() -> None:
    policy = kept()
    version = written(policy)
    fenna = at_desk("fenna")
    fenna.post(f"{HOME}weggooien/", {"edition": "1"})
    assert queries.in_writing(policy) is not None
    fenna.post(f"{HOME}weggooien/", {"edition": str(version.edition)})
    assert queries.in_writing(policy) is None


def test_the_list_asks_as_much_of_one_policy_as_of_ten() -> None:
    client = at_desk("fenna")
    adopted(kept())
    few = asked_for(client, "/desk/beleid/")
    for number in range(10):
        adopted(kept(slug=f"meer-{number}", short_name="", title=f"Meer {number}"))
    assert asked_for(client, "/desk/beleid/") == few


def test_a_stranger_reads_what_is_public_and_in_force_and_nothing_else() -> None:
    stranger = Client()
    adopted(kept())
    assert stranger.get("/beleid/gift/").status_code == 404
    open_one = kept(slug="open", short_name="", title="Open regeling", is_public=True)
    written(open_one)
    assert stranger.get("/beleid/open/").status_code == 404
    version = queries.in_writing(open_one)
    assert version is not None
    operations.adopt(version, in_force_from=in_days(2), edition=version.edition, by=by_name("gijs"))
    assert stranger.get("/beleid/open/").status_code == 404
    with clock.standing_at(clock.now() + datetime.timedelta(days=2)):
        written(open_one, "Artikel 1. Geschenken\nNog geheim.")
        page = text_of(stranger, "/beleid/open/")
        assert '<h2 id="artikel-1">Artikel 1. Geschenken</h2>' in page
        assert "Nog geheim" not in page
        assert "Gijs" not in page
        listed = text_of(stranger, "/beleid/")
        assert "Open regeling" in listed
        assert "Regeling giften" not in listed
    assert "Ons beleid" in text_of(stranger, "/")
    assert not stranger.cookies


def test_words_are_found_in_any_form_in_what_may_be_read() -> None:
    adopted(kept(), "Artikel 1. Zeehonden\nEen <i>zeehond</i> voeren mag niet.")
    adopted(
        kept(slug="open", short_name="", title="Open", is_public=True),
        "Artikel 1. Dieren\nWij voeren geen zeehonden.",
    )
    page = text_of(at_desk("eva"), "/desk/beleid/?q=zeehonden")
    assert "<mark>zeehond</mark>" in page
    assert "<i>" not in page
    assert [one.policy.slug for one in queries.search("zeehond", public=True)] == ["open"]
    assert [one.policy.slug for one in queries.search("giften", public=False)] == ["gift"]
    assert "Gevonden bij" in text_of(Client(), "/beleid/?q=zeehond")
    for odd in ("%27%20OR%20(", "%00", "x" * 500, "&lt;", "%22"):
        assert Client().get(f"/beleid/?q={odd}").status_code == 200
    assert "staan niet in het beleid" in text_of(Client(), "/beleid/?q=ijsberen")


def test_a_text_leads_to_the_articles_it_names_as_they_are_in_force() -> None:
    adopted(kept())
    text = "<b> art. 1 Regeling  giften, artikel 1 van de regeling giften, art. 9 regeling giften"
    request = RequestFactory().get("/desk/iets/")
    shown = Template("{% load policies %}{% article_links text %}").render(
        Context({"request": request, "text": text})
    )
    assert shown == (
        '&lt;b&gt; <a href="/desk/beleid/gift/#artikel-1">art. 1 Regeling  giften</a>, '
        '<a href="/desk/beleid/gift/#artikel-1">artikel 1 van de regeling giften</a>, '
        "art. 9 regeling giften"
    )
    anywhere = Template("{% load policies %}{% article_links text %}")
    for context in ({"text": text}, {"text": text, "request": RequestFactory().get("/iets/")}):
        assert "href" not in anywhere.render(Context(context))  # it is not public


@pytest.mark.parametrize(
    "named",
    [
        "art. 1 lid 2 regeling giften",
        "art. 1, lid 2, regeling giften",
        "artikel 1, tweede lid, van de regeling giften",
        "artikel 1, eerste en tweede lid, van de regeling giften",
        "artikel 1, 2e lid van de regeling giften",
        "Artikel 1, leden 1 en 2, van de Regeling giften",
        "artikel 1 lid 2 onder b van de regeling giften",
        "artikel 1, tweede lid, aanhef en onder b, van de regeling giften",
        "art. 1 sub 3 regeling giften",
    ],
)
def test_a_part_of_an_article_leads_to_that_article(named: str) -> None:
    adopted(kept())
    [found] = queries.mentions(f"Zie {named}.", queries.named_in_force(public=False))
    assert (found.start, found.end) == (4, 4 + len(named))
    assert (found.slug, found.anchor) == ("gift", "artikel-1")


@pytest.mark.parametrize(
    "named",
    [
        "art. 9 lid 2 regeling giften",
        "art. 1 lid twee regeling giften",
        "artikel 1, lid 2, van de wet, en niet de regeling giften",
        "artikel 1, tweede lid, en artikel 3 regeling giften",
        "artikel 1, regeling giften",
    ],
)
def test_what_only_looks_like_a_part_of_an_article_leads_nowhere(named: str) -> None:
    adopted(kept())
    assert not queries.mentions(named, queries.named_in_force(public=False))


def test_a_page_with_many_texts_asks_once_for_what_can_be_named() -> None:
    request = RequestFactory().get("/desk/iets/")
    page = Template("{% load policies %}{% for t in texts %}{% article_links t %}{% endfor %}")
    with CaptureQueriesContext(connection) as asked:
        page.render(Context({"request": request, "texts": ["art. 1 regeling giften"] * 10}))
    assert len(asked) == 1
    with CaptureQueriesContext(connection) as asked:
        page.render(Context({"request": RequestFactory().get("/desk/"), "texts": ["Niets."] * 10}))
    assert len(asked) == 0


def test_who_adopts_policies_is_not_given_one_to_revise_and_the_field_says_why() -> None:
    kept()
    answer = at_desk("fenna").post(f"{HOME}eigenaar/", {"owner": person("gijs").email})
    told = "Deze persoon stelt beleid vast, en mag het dus niet herzien."
    assert answer.context["form"].errors["owner"] == [told]
    assert person("gijs").email in answer.content.decode()
    today = clock.today()
    organisation.give_duty(person("gijs"), kind=Duty.COORDINATOR, from_date=today, by=COMMAND)
    at_desk("fenna").post(f"{HOME}eigenaar/", {"owner": person("gijs").email})
    assert Policy.objects.get(slug="gift").owner == person("gijs")


def test_what_the_writer_says_is_ready_waits_at_home_for_who_adopts_and_mail_says_nothing(
    settings: Any,
) -> None:
    settings.EMAIL_HOST = "post.example"
    version, fenna, gijs = written(kept()), at_desk("fenna"), at_desk("gijs")
    waits = "Vast te stellen"
    for name in ("fenna", "gijs"):
        assert waits not in text_of(at_desk(name), "/desk/")
    assert "Leg voor aan wie vaststelt" in text_of(fenna, DRAFT)
    assert "Leg voor aan wie vaststelt" not in text_of(gijs, DRAFT)
    assert gijs.post(OFFER, {"edition": version.edition}).status_code == 404
    fenna.post(OFFER, {"edition": version.edition})
    page = text_of(gijs, "/desk/")
    assert waits in page
    assert f'<a href="{DRAFT}">Regeling giften</a>' in page
    assert waits not in text_of(fenna, "/desk/")
    assert [post.opened(one.address) for one in Outgoing.objects.all()] == [person("gijs").email]
    assert "giften" not in str(list(Outgoing.objects.values()))
    fenna.post(OFFER, {"edition": version.edition})  # a second click mails nobody
    assert Outgoing.objects.count() == 1
    told = {"edition": version.edition, "by": by_name("fenna")}
    operations.write(version, body=BODY + "Meer.", **told)
    assert waits not in text_of(gijs, "/desk/")
    answer = fenna.post(OFFER, {"edition": version.edition}, follow=True)
    assert "Een ander schreef intussen" in answer.content.decode()
    version.refresh_from_db()
    fenna.post(OFFER, {"edition": version.edition})
    gijs.post(DRAFT, decision(version, clock.today()))
    assert waits not in text_of(gijs, "/desk/")


def test_a_text_that_is_not_whole_is_not_offered_and_nothing_waits_for_its_own_writer() -> None:
    version, fenna = written(kept(), "# Kop"), by_name("fenna")
    assert "Leg voor aan wie vaststelt" not in text_of(at_desk("fenna"), DRAFT)
    with pytest.raises(Invalid, match="nog geen tekst"):
        operations.offer(version, edition=version.edition, by=fenna)
    operations.write(version, body=BODY, edition=version.edition, by=fenna)
    version.refresh_from_db()
    operations.offer(version, edition=version.edition, by=fenna)
    assert queries.to_adopt_by(by_name("gijs")) == [version]
    PolicyVersion.objects.filter(pk=version.pk).update(author=person("gijs"))
    assert queries.to_adopt_by(by_name("gijs")) == []


def test_when_it_is_revised_again_is_proposed_as_long_after_it_as_before() -> None:
    policy = kept(next_revision=in_days(100))
    first, gijs = written(policy), at_desk("gijs")

    def proposed() -> Any:
        return gijs.get(DRAFT).context["form"]["next_revision"].value()

    assert proposed() == in_days(100)
    sent = decision(first, in_days(10))
    for part in ("day", "month", "year"):
        sent[f"next_revision_{part}"] = getattr(in_days(10), part)
    told = errors(gijs.post(DRAFT, sent))
    assert told == ["Kies een dag nadat deze versie ingaat, of laat dit leeg."]
    operations.adopt(
        first,
        in_force_from=in_days(10),
        edition=first.edition,
        next_revision=in_days(100),
        by=by_name("gijs"),
    )
    second = written(policy, "Artikel 1. Anders\nMeer.")
    assert proposed() == in_days(90)
    Policy.objects.filter(pk=policy.pk).update(reminded_on=clock.today())
    gijs.post(DRAFT, decision(second, in_days(20)))
    policy.refresh_from_db()
    assert (policy.next_revision, policy.reminded_on) == (None, None)
