"""The catalogue check notices everything that would leave a person with the wrong words."""

from babel.messages.catalog import Catalog

from ems_desktop.cli.catalogue import Text, complaints

TEXTS: dict[Text, str] = {"Open {name}": "here:1", ("{n} change", "{n} changes"): "here:2"}


def catalogue(single: str = "Buka {name}", plural: str = "{n} perubahan", *, flags: tuple[str, ...] = ()) -> Catalog:
    made = Catalog(locale="id")
    made.add("Open {name}", single, flags=flags)
    made.add(("{n} change", "{n} changes"), (plural,))
    return made


def test_a_complete_catalogue_is_fine():
    assert complaints(TEXTS, catalogue()) == []


def test_a_missing_an_empty_and_an_unsure_translation_are_named():
    assert complaints(TEXTS | {"New": "here:3"}, catalogue()) == ["here:3: no Indonesian for 'New'"]
    assert complaints(TEXTS, catalogue(single="")) == ["here:1: no Indonesian for 'Open {name}'"]
    assert complaints(TEXTS, catalogue(flags=("fuzzy",))) == ["here:1: no Indonesian for 'Open {name}'"]


def test_a_text_that_became_plural_is_named():
    assert complaints({("Open {name}", "Open {n}"): "here:4"} | TEXTS, catalogue())[0].startswith("here:4: no Indonesian")


def test_other_placeholders_are_named():
    assert complaints(TEXTS, catalogue(single="Buka {nama}")) == ["here:1: other placeholders in the Indonesian for 'Open {name}'"]
    assert len(complaints(TEXTS, catalogue(plural="perubahan"))) == 1


def test_a_translation_nobody_says_any_more_is_named():
    assert complaints({"Open {name}": "here:1"}, catalogue()) == ["id.po: no longer said: ('{n} change', '{n} changes')"]
