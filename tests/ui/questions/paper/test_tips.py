"""The list of a paper's questions, and what somebody wrote into them."""

from __future__ import annotations

from ui.screens.questions.paper_form import Chosen
from ui.screens.questions.paper_work import Row


def test_no_tip_of_a_question_opens_an_address(qtbot):
    """Qt reads tips as HTML: `//host/x` is a share of Windows, which is told who asks."""
    chosen = Chosen()
    qtbot.addWidget(chosen)
    chosen.show_rows([Row("q", "<img src=//host/x>", "")])
    assert chosen.item(0).toolTip() == "<span>&lt;img src=//host/x></span>"
