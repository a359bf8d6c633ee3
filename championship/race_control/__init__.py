"""Race control's arithmetic: from what an editor types or pastes to the lines of a classification, and what they do.

    starters_of(season, event)          the cars on the event's list
    read_numbers(text)                  car numbers in order        -> Sheet
    read_sheet(text, is_race=True)      rows of a timing sheet      -> Sheet
    match(sheet.lines, starters)        each line's car, or a doubt and the likeliest choices -> Match
    lines_of(matches, before)           the lines of a classification
    check(lines, starters)              what is wrong or unlikely, each beside its line -> Remark
    apply(decisions, lines, starters)   the stewards' decisions on an order -> Outcome
    effects(season, session, lines)     what an order does to every title -> TitleEffect
    bonuses(season, session, lines)     whose lap is the fastest, and who is given points besides those for places
    difference(season, session, lines)  what it changes in the session's order -> PlaceChange

Nothing here reads or writes the database, and nothing raises on any text that was typed or pasted.
"""
