import pytest
from click.testing import CliRunner

from rechtop import env
from rechtop.overview.example import commands, queries
from rechtop.people.organisation.models import Authority

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
