"""What an operator types about people: a new first sign-in, where nobody else can give one."""

import pytest
from click.testing import CliRunner
from tests.people import person

from rechtop.people.organisation import commands

pytestmark = pytest.mark.django_db


def test_a_new_first_sign_in_is_shown_once_and_the_old_password_goes() -> None:
    done = CliRunner().invoke(commands.renew_sign_in, ["Gijs@voorbeeld.example"])
    assert done.exit_code == 0, done.output
    first = done.output.splitlines()[0].partition(": ")[2]
    gijs = person("gijs")
    assert gijs.check_password(first)
    assert gijs.must_choose_password


def test_nobody_of_that_address_is_told_as_such() -> None:
    done = CliRunner().invoke(commands.renew_sign_in, ["niemand@voorbeeld.example"])
    assert done.exit_code == 1
    assert "Er is niemand met dit e-mailadres." in done.output
