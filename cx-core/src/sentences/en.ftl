# English. Fluent (projectfluent.org): one line for a text, more for choices only.
date = { $day } { $month ->
        [1] January
        [2] February
        [3] March
        [4] April
        [5] May
        [6] June
        [7] July
        [8] August
        [9] September
        [10] October
        [11] November
       *[12] December
    } { $year }
metric = { $name ->
        [nps] NPS
        [enps] eNPS
        [csat] CSAT
        [ces] CES
        [rating] Rating
        [stars] Stars
        [smiley] Smiley
       *[other] { $name }
    }

target_missed = { $touchpoint }: { $metric } is { $score } ({ $low } to { $high }); the target of { $target } is provably missed.
    .todo = { $owned ->
        [0] Read the lowest answers, and name an owner who says what changes by when.
       *[other] Read the lowest answers, and agree with the owner what changes by when.
    }
score_fell = { $touchpoint }: { $metric } fell from { $before } to { $after } and has stayed there since { $since }.
    .todo = Compare the answers before and after { $since }: find out what changed there at that time.
score_rose = { $touchpoint }: { $metric } rose from { $before } to { $after } and has stayed there since { $since }; less is better.
    .todo = Compare the answers before and after { $since }: find out what changed there at that time.
audit_missed = { $touchpoint }: the audit finds { $score } of 100; the target of { $target } is provably missed.
    .todo = Put the criteria with the lowest scores right, and audit again.
critical_failure = { $touchpoint }: a critical criterion failed in { $count } of { $visits } { $visits ->
        [one] audit
       *[other] audits
    }.
    .todo = Put the critical criterion right now, and check it with another audit.
audit_overdue = { $touchpoint }: the audit has been due since { $due }.
    .todo = Set a date for the audit.
below_expectation = { $touchpoint }: customers expected { $expected } and felt { $felt } of 100{ $proven ->
        [0] ; too few answers to be sure
       *[other] { "" }
    }.
    .todo = { $proven ->
        [0] Collect more answers before anything is changed.
       *[other] Find out what is promised there, and promise less or deliver more.
    }
cost_above_value = { $touchpoint } does not pay: { $cost } spent, { $value } credited; even { $high }, the upper end of the interval, does not cover the cost.
    .todo = Pause or cut the spend, and test it with a hold-out group before it goes on.
best_return = { $touchpoint } returns { $ranked ->
        [one] { $each }
       *[other] most: { $each }
    } for each { $one } spent{ $proof ->
        [0] , with no interval known
        [1] {" "}({ $low } to { $high }); whether it pays off is not proven
       *[2] {" "}({ $low } to { $high }); it pays off
    }.
    .todo = { $proof ->
        [2] Raise the spend in steps while the return holds: an average says nothing of the next unit spent.
       *[other] Wait for more conversions, or test it with a hold-out group, before money moves here.
    }
worst_return = { $touchpoint } returns least: { $each } for each { $one } spent{ $proof ->
        [0] , with no interval known
        [1] {" "}({ $low } to { $high }); whether it pays off is not proven
       *[2] {" "}({ $low } to { $high }); it pays off all the same
    }.
    .todo = { $proof ->
        [2] Keep it while it pays, and put more money elsewhere first.
       *[other] Test it with a hold-out group before it is cut or goes on.
    }
effect_undecided = { $touchpoint }: what it brings cannot be told; from { $low } to { $high } conversions fit the data{ $priced ->
        [0] { "" }
       *[other] , or { $each_low } to { $each_high } for each { $one } spent
    }.
    .todo = Test it with a hold-out group: these data cannot tell its effect from a slow change of the need.
largest_credit = { $touchpoint } is credited most: { $n } { $n ->
        [one] conversion
       *[other] conversions
    } ({ $low } to { $high }){ $valued ->
        [0] { "" }
       *[other] , { $value }
    }{ $spanned ->
        [0] { "" }
       *[other] ; models say { $fewest } to { $most }
    }.
    .todo = Test it with a hold-out group before more is spent on it: a credit does not prove an effect.
models_disagree = { $touchpoint }: here the models disagree most, from { $low } to { $high } of conversions.
    .todo = Do not decide by one model here: test with a hold-out group.
no_conversion_set = No conversion is set, so nothing can be said on returns. Kinds of event seen: { $kinds }{ $more ->
        [0] { "" }
       *[other] {" "}and { $more } more
    }.
    .todo = Say what counts as a conversion, for example: [journeys] conversion = "purchase"
mostly_anonymous = { $anonymous } of { $all } persons ({ $percent }) have no identifying id: what one customer does on several devices counts as several persons.
    .todo = Read the tables that tie a cookie or card to a customer, and ask for a login at more touchpoints.
rows_rejected = { $rejected } of { $all } rows of the table { $table } ({ $percent }) were rejected and count in no figure; the most frequent reason is { $column }: { $reason } ({ $n }).
    .todo = Look at the list of rejected rows, and mend the export or the way it is read.
baseline = { $percent } of conversions ({ $n } of { $all }) would have come without any contact, says the leading model.
    .todo = Do not book them as earned by marketing.
conversions_without_contact = { $percent } of conversions ({ $n } of { $all }) had no recorded contact within the look-back; no model can say what moved them.
    .todo = Record more contacts, such as visits to stores, calls and ads seen, or lengthen the look-back.
unseen_spend = { $n } { $n ->
        [one] campaign
       *[other] campaigns
    } ({ $priced ->
        [0] cost not known in one currency
        [1] { $cost }
       *[other] { $cost } and more
    }) cannot be followed: no touchpoint, no contacts or no tracked event.
    .todo = Give each campaign its touchpoint, and its name in the links and calls that it causes.
touchpoint_without_cost = { $n ->
        [one] { $n } touchpoint with credited value has no cost on record, so its return is not known: { $largest } ({ $value }).
       *[other] { $n } touchpoints with credited value have no cost on record, so their return is not known; the largest is { $largest } ({ $value }).
    }
    .todo = Enter what they cost, 0 included.
touchpoint_without_feedback = { $n ->
        [one] { $n } touchpoint has no feedback: { $largest }, with { $contacts } { $contacts ->
            [one] contact
           *[other] contacts
        }.
       *[other] { $n } touchpoints have no feedback; the largest is { $largest }, with { $contacts } { $contacts ->
            [one] contact
           *[other] contacts
        }.
    }
    .todo = Ask customers there too, the largest first.

check_conservation = { $missed ->
        [0] The credits of { $model } sum to the outcome.
       *[other] The credits of { $model } miss the outcome by { $figure } parts in a billion.
    }
check_conversion_rate = The chain converts with probability { $chain }, and { $share } of the journeys converted{ $differ ->
        [0] { "" }
       *[other] : the two should be equal
    }.
check_contacts_after_conversion = { $n ->
        [0] No contact comes after the conversion of its journey.
        [one] { $n } contact comes after the conversion of its journey and yet gets credit: the outcome leaks into its causes.
       *[other] { $n } contacts come after the conversion of their journey and yet get credit: the outcome leaks into its causes.
    }
check_contacts_at_conversion = { $n ->
        [0] No contact has the very time of the conversion of its journey.
        [one] { $n } contact has the very time of the conversion of its journey: whether it came before it is not in the data.
       *[other] { $n } contacts have the very time of the conversion of their journey: whether they came before it is not in the data.
    }
check_conversions_without_contact = { $percent } of the conversions had no contact before them{ $many ->
        [0] { "" }
       *[other] : either contacts are not recorded, or much is bought without any; credits tell of the rest only
    }.
check_journeys_without_conversion = { $n ->
        [0] { $asked ->
            [0] No journey is without conversion; the models asked for do not need any.
           *[other] No journey is without conversion, so every rate is 1: { $models } can only say through which touchpoints conversions pass, not which of them make a conversion more likely.
        }
        [one] { $n } journey did not convert: rates have something to compare with.
       *[other] { $n } journeys did not convert: rates have something to compare with.
    }
check_few_conversions = { $n ->
        [0] Every touchpoint was met before at least 5 conversions.
        [one] { $n } touchpoint was met before fewer than 5 conversions: its interval, above all that of value, rests on what the conversions of the others are like.
       *[other] { $n } touchpoints were met before fewer than 5 conversions: their intervals, above all those of value, rest on what the conversions of the others are like.
    }
check_value_without_conversion = { $some ->
        [0] No value stands on a path without a conversion.
       *[other] A value of { $value }, by its size, stands on paths without a conversion: it is credited, and no conversion stands behind it. Check the column of the conversions.
    }
check_ties = { $tied ->
        [0] No first or last contact shares its time with a contact elsewhere.
       *[other] { $percent } of the first and last contacts ({ $tied } of { $all }) share their time with a contact elsewhere{ $settled ->
            [0] , and where no role "order" tells them apart the alphabet says which comes first: name a column in "order", or set tied = "even".
            [1] ; the role "order" says which comes first.
           *[other] ; rules split credit evenly over them.
        }
    }
check_unknown_refunds = { $n ->
        [one] { $n } refund of { $value } names no order that a journey ends with, and is taken from nothing: the journeys list its row.
       *[other] { $n } refunds of { $value } in all name no order that a journey ends with, and are taken from nothing: the journeys list their rows.
    }
check_direct = { $n ->
        [0] No touchpoint has a usual name of direct, so { $asking } changes nothing: name yours, for example direct = ["typed in"].
        [one] { $n } touchpoint counts as direct.
       *[other] { $n } touchpoints count as direct.
    }
remark_all_convert = No journey is without conversion: every state leads to one for certain, and removal effects only say which share of the conversions passes through a touchpoint.

warning_half_arrow = Touchpoints such as { $example } end with half an arrow: write sep = { $whole } if the paths are cut by it.
warning_local_times = Column {$column}: {$rows} times say no zone and are taken as UTC; name it with "timezone", for example timezone="Europe/Zurich".
warning_equal_times = Column {$column}: all {$rows} times are equal, so no order, window or period can be told; is it the right column, or was the export anonymised?
warning_small_units = Column {$column} is named like parts of a unit; if its amounts are, say unit = {$unit}, and if not, unit = 1.
warning_hour_shift = { $spots ->
        [one] { $spots } spot has its
       *[other] { $spots } spots have their
    } visits an hour { $before ->
        [1] before
       *[other] after
    } { $spots ->
        [one] it
       *[other] them
    }: { $visits } ({ $low } to { $high }), and { $own } at { $spots ->
        [one] its own time
       *[other] their own times
    }. Were times read with a fixed offset where local time has summer time, or with the wrong zone? Say timezone = "Europe/Zurich", for example.
warning_no_separator = No path has the separator { $sep }, so each is read as one touchpoint, such as { $example }: write sep = { $other } if that is what stands between two.

missing_not_met = No journey meets it.
missing_cost_unknown = Some of its cost is not known.
missing_cost_undated = Some of its cost has no date.
missing_no_credit = No credit in the periods that count.
missing_few_periods = Fewer than { $fewest } whole periods.
missing_no_spend = No spend in the periods that count.
missing_even_spend = The spend does not vary beside its trend.
missing_one_period = The spend varies in one period only.

caveat_first = Says where converting journeys begin, not what moved them.
caveat_last = Says what came last before a conversion, not what moved it.
caveat_linear = Says who was present before a conversion, not who had an effect.
caveat_convention = A convention on who deserves credit, not a measurement of effects.
caveat_markov = A removal effect is the smoothed share of conversions that pass through a touchpoint, not what would be lost without it.
caveat_shapley = Splits each conversion evenly over the touchpoints on its journey; says who was present, not who had an effect.
caveat_shapley_rate = Says where journeys with a touchpoint convert more often or less often than those without it; who was reached by it may differ for other reasons.
caveat_hazard = An effect only as far as intent shows in how often a person makes contact: in hot phases, when people both buy and meet a touchpoint, and in seasons of high need, part of the need counts as effect.
