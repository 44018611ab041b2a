import pytest
from click.testing import CliRunner
from tests.desk import at_desk, by_name

from rechtop import env
from rechtop.overview.example import commands, operations, queries
from rechtop.overview.example.cast import LEFT, SWORE
from rechtop.people.organisation.models import Authority
from rechtop.work.oath import holding
from rechtop.work.oath import queries as oath
from rechtop.work.oath.models import Session

pytestmark = pytest.mark.django_db


def type_in(who: str) -> tuple[int, str]:
    done = CliRunner().invoke(commands.code, [who])
    return done.exit_code, done.output


def test_a_key_gives_six_digits() -> None:
    status, told = type_in("JBSWY3DPEHPK3PXP")
    assert status == 0
    assert len(told.strip()) == 6
    assert told.strip().isdigit()


@pytest.mark.parametrize("typed", ["kaas!", "1", "é", "JBSWY3DPEHPK3PX?"])
def test_what_is_no_key_gets_a_sentence(typed: str) -> None:
    status, told = type_in(typed)
    assert status == 1
    assert "Dit is geen sleutel." in told


def test_outside_the_example_no_code_is_given() -> None:
    Authority.objects.update(is_example=False)
    assert type_in("JBSWY3DPEHPK3PXP") == (1, "Error: Dit kan alleen in het voorbeeld.\n")


def test_it_says_whose_data_this_is(monkeypatch: pytest.MonkeyPatch) -> None:
    assert queries.whose_data() == "een voorbeeldorganisatie"
    assert queries.why_not_here() == ""
    monkeypatch.setattr(env, "PRODUCTION", True)
    assert "In productie draait Rechtop daar niet op." in queries.why_not_here()
    Authority.objects.update(is_example=False, name="Gemeente Ergens")
    assert queries.whose_data() == "de gegevens van Gemeente Ergens"
    assert queries.why_not_here() == ""
    assert "geen voorbeeld" in queries.sign_ins()[0]


def test_of_who_left_stands_what_they_left_and_a_session_has_its_signed_list() -> None:
    operations.employ()
    fenna = at_desk("fenna")
    home = fenna.get("/desk/").content.decode()
    left = home.partition("De eigenaar is vertrokken</h2>")[2].partition("</section>")[0]
    assert 'href="/desk/actiepunten/?owner=gone"' in left
    assert 'href="/desk/beleid/"' in left
    assert LEFT in fenna.get("/desk/actiepunten/?owner=gone").content.decode()
    session = Session.objects.get()
    page = fenna.get(f"/desk/eed/bijeenkomsten/{session.pk}/").content.decode()
    assert SWORE in page
    assert "De scan van de lijst op papier is bewaard" in page
    kept = oath.signed_list_of(session)
    assert kept is not None
    assert holding.open_list(kept, by=by_name("fenna")).startswith(b"\x89PNG")
    assert session.day.weekday() == 3
