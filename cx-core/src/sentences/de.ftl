# Deutsch, Schweizer Rechtschreibung. Fluent (projectfluent.org): Texte auf einer Zeile.
date = { $day }. { $month ->
        [1] Januar
        [2] Februar
        [3] März
        [4] April
        [5] Mai
        [6] Juni
        [7] Juli
        [8] August
        [9] September
        [10] Oktober
        [11] November
       *[12] Dezember
    } { $year }
metric = { $name ->
        [nps] NPS
        [enps] eNPS
        [csat] CSAT
        [ces] CES
        [rating] Bewertung
        [effort] Aufwand
        [stars] Sterne
        [smiley] Smiley
       *[other] { $name }
    }

target_missed = { $touchpoint }: { $metric } liegt bei { $score } ({ $low } bis { $high }); das Soll von { $target } ist nachweislich verfehlt.
    .todo = { $owned ->
        [0] Die tiefsten Antworten lesen und jemanden bestimmen, der sagt, was sich bis wann ändert.
       *[other] Die tiefsten Antworten lesen und mit der verantwortlichen Person vereinbaren, was sich bis wann ändert.
    }
score_fell = { $touchpoint }: { $metric } ist von { $before } auf { $after } gefallen und seit { $since } dort geblieben.
    .todo = Die Antworten vor und nach dem { $since } vergleichen und herausfinden, was sich damals dort geändert hat.
score_rose = { $touchpoint }: { $metric } ist von { $before } auf { $after } gestiegen und seit { $since } dort geblieben; weniger ist besser.
    .todo = Die Antworten vor und nach dem { $since } vergleichen und herausfinden, was sich damals dort geändert hat.
audit_missed = { $touchpoint }: Das Audit ergibt { $score } von 100; das Soll von { $target } ist nachweislich verfehlt.
    .todo = Die Kriterien mit den tiefsten Werten in Ordnung bringen und neu auditieren.
critical_failure = { $touchpoint }: Ein kritisches Kriterium fiel in { $count } von { $visits } { $visits ->
        [one] Audit
       *[other] Audits
    } durch.
    .todo = Das kritische Kriterium jetzt in Ordnung bringen und mit einem weiteren Audit nachprüfen.
audit_overdue = { $touchpoint }: Das Audit ist seit { $due } fällig.
    .todo = Einen Termin für das Audit setzen.
below_expectation = { $touchpoint }: Erwartet wurden { $expected }, empfunden { $felt } von 100{ $proven ->
        [0] ; für Gewissheit sind es zu wenige Antworten
       *[other] { "" }
    }.
    .todo = { $proven ->
        [0] Mehr Antworten sammeln, bevor etwas geändert wird.
       *[other] Herausfinden, was dort versprochen wird, und weniger versprechen oder mehr halten.
    }
cost_above_value = { $touchpoint } rentiert nicht: { $cost } ausgegeben, { $value } zugerechnet; selbst { $high }, das obere Ende des Intervalls, deckt die Kosten nicht.
    .todo = Die Ausgaben aussetzen oder kürzen und mit einer Kontrollgruppe prüfen, bevor sie weitergehen.
best_return = { $touchpoint } bringt { $ranked ->
        [one] { $each }
       *[other] am meisten: { $each }
    } je { $one } Kosten{ $proof ->
        [0] , ohne bekanntes Intervall
        [1] {" "}({ $low } bis { $high }); ob es rentiert, ist nicht bewiesen
       *[2] {" "}({ $low } bis { $high }); es rentiert
    }.
    .todo = { $proof ->
        [2] Die Ausgaben schrittweise erhöhen, solange der Ertrag hält: ein Durchschnitt sagt nichts über die nächste Ausgabe.
       *[other] Mehr Abschlüsse abwarten oder mit einer Kontrollgruppe prüfen, bevor Geld hierher verschoben wird.
    }
worst_return = { $touchpoint } bringt am wenigsten: { $each } je { $one } Kosten{ $proof ->
        [0] , ohne bekanntes Intervall
        [1] {" "}({ $low } bis { $high }); ob es rentiert, ist nicht bewiesen
       *[2] {" "}({ $low } bis { $high }); es rentiert trotzdem
    }.
    .todo = { $proof ->
        [2] Beibehalten, solange es rentiert, und weiteres Geld zuerst anderswo einsetzen.
       *[other] Mit einer Kontrollgruppe prüfen, bevor gekürzt wird oder es weitergeht.
    }
effect_undecided = { $touchpoint }: Was es bringt, lässt sich nicht sagen; { $low } bis { $high } Abschlüsse passen zu den Daten{ $priced ->
        [0] { "" }
       *[other] , oder { $each_low } bis { $each_high } je { $one } Kosten
    }.
    .todo = Mit einer Kontrollgruppe prüfen: Wirkung und langsam wechselnder Bedarf sind in diesen Daten nicht zu trennen.
largest_credit = { $touchpoint } wird am meisten zugerechnet: { $n } { $n ->
        [one] Abschluss
       *[other] Abschlüsse
    } ({ $low } bis { $high }){ $valued ->
        [0] { "" }
       *[other] , { $value }
    }{ $spanned ->
        [0] { "" }
       *[other] ; die Modelle sagen { $fewest } bis { $most }
    }.
    .todo = Mit einer Kontrollgruppe prüfen, bevor mehr dafür ausgegeben wird: Eine Zurechnung beweist keine Wirkung.
models_disagree = { $touchpoint }: Hier sind sich die Modelle am wenigsten einig, mit { $low } bis { $high } der Abschlüsse.
    .todo = Hier nicht nach einem einzigen Modell entscheiden: mit einer Kontrollgruppe prüfen.
no_conversion_set = Es ist kein Abschluss festgelegt; über den Ertrag lässt sich darum nichts sagen. Vorkommende Arten von Ereignissen: { $kinds }{ $more ->
        [0] { "" }
       *[other] {" "}und { $more } weitere
    }.
    .todo = Festlegen, was ein Abschluss ist, zum Beispiel: [journeys] conversion = "purchase"
mostly_anonymous = { $anonymous } von { $all } Personen ({ $percent }) haben keine identifizierende Kennung: Was ein Kunde an mehreren Geräten tut, zählt als mehrere Personen.
    .todo = Die Tabellen einlesen, die ein Cookie oder eine Karte mit einem Kunden verbinden, und an mehr Touchpoints ein Login anbieten.
rows_rejected = { $rejected } von { $all } Zeilen der Tabelle { $table } ({ $percent }) wurden abgelehnt und zählen in keiner Zahl; der häufigste Grund ist { $column }: { $reason } ({ $n }).
    .todo = Die Liste der abgelehnten Zeilen ansehen und den Export oder die Art des Einlesens verbessern.
baseline = { $percent } der Abschlüsse ({ $n } von { $all }) wären nach dem führenden Modell auch ohne jeden Kontakt gekommen.
    .todo = Sie nicht als Verdienst des Marketings verbuchen.
conversions_without_contact = { $percent } der Abschlüsse ({ $n } von { $all }) hatten keinen erfassten Kontakt im Rückblick; kein Modell kann sagen, was sie bewegt hat.
    .todo = Mehr Kontakte erfassen, etwa Besuche im Laden, Anrufe und gesehene Werbung, oder den Rückblick verlängern.
unseen_spend = { $n } { $n ->
        [one] Massnahme
       *[other] Massnahmen
    } ({ $priced ->
        [0] Kosten nicht in einer Währung bekannt
        [1] { $cost }
       *[other] { $cost } und mehr
    }) { $n ->
        [one] ist
       *[other] sind
    } nicht zu verfolgen: ohne Touchpoint, ohne Kontakte oder ohne erfasstes Ereignis.
    .todo = Jeder Massnahme ihren Touchpoint geben, und ihren Namen in den Links und Anrufen, die sie auslöst.
touchpoint_without_cost = { $n ->
        [one] { $n } Touchpoint mit zugerechnetem Wert ist ohne erfasste Kosten, sein Ertrag darum nicht bekannt: { $largest } ({ $value }).
       *[other] { $n } Touchpoints mit zugerechnetem Wert sind ohne erfasste Kosten, ihr Ertrag darum nicht bekannt; am grössten ist { $largest } ({ $value }).
    }
    .todo = Die Kosten erfassen, auch wenn sie 0 sind.
touchpoint_without_feedback = { $n ->
        [one] { $n } Touchpoint ist ohne Rückmeldung: { $largest } mit { $contacts } { $contacts ->
            [one] Kontakt
           *[other] Kontakten
        }.
       *[other] { $n } Touchpoints sind ohne Rückmeldung; der grösste ist { $largest } mit { $contacts } { $contacts ->
            [one] Kontakt
           *[other] Kontakten
        }.
    }
    .todo = Kunden auch dort befragen, beim grössten zuerst.

check_conservation = { $missed ->
        [0] Die Zurechnungen von { $model } ergeben zusammen das Ergebnis.
       *[other] Die Zurechnungen von { $model } verfehlen das Ergebnis um { $figure } Milliardstel.
    }
check_conversion_rate = Die Kette führt mit Wahrscheinlichkeit { $chain } zum Abschluss, und { $share } der Journeys endeten mit einem{ $differ ->
        [0] { "" }
       *[other] : beide sollten gleich sein
    }.
check_contacts_after_conversion = { $n ->
        [0] Kein Kontakt liegt nach dem Abschluss seiner Journey.
        [one] { $n } Kontakt liegt nach dem Abschluss seiner Journey und bekommt doch eine Zurechnung: Das Ergebnis sickert in seine Ursachen.
       *[other] { $n } Kontakte liegen nach dem Abschluss ihrer Journey und bekommen doch eine Zurechnung: Das Ergebnis sickert in seine Ursachen.
    }
check_contacts_at_conversion = { $n ->
        [0] Kein Kontakt hat genau die Zeit des Abschlusses seiner Journey.
        [one] { $n } Kontakt hat genau die Zeit des Abschlusses seiner Journey: Ob er davor lag, steht nicht in den Daten.
       *[other] { $n } Kontakte haben genau die Zeit des Abschlusses ihrer Journey: Ob sie davor lagen, steht nicht in den Daten.
    }
check_conversions_without_contact = { $percent } der Abschlüsse hatten keinen Kontakt davor{ $many ->
        [0] { "" }
       *[other] : Entweder sind Kontakte nicht erfasst, oder vieles wird ohne gekauft; Zurechnungen sprechen nur vom Rest
    }.
check_journeys_without_conversion = { $n ->
        [0] { $asked ->
            [0] Keine Journey ist ohne Abschluss; die gewählten Modelle brauchen auch keine.
           *[other] Keine Journey ist ohne Abschluss, darum ist jede Quote 1: { $models } kann nur sagen, über welche Touchpoints Abschlüsse gehen, nicht welche von ihnen einen Abschluss wahrscheinlicher machen.
        }
        [one] { $n } Journey endete ohne Abschluss: Quoten haben, womit sie vergleichen.
       *[other] { $n } Journeys endeten ohne Abschluss: Quoten haben, womit sie vergleichen.
    }
check_few_conversions = { $n ->
        [0] Jeder Touchpoint kam vor mindestens 5 Abschlüssen vor.
        [one] { $n } Touchpoint kam vor weniger als 5 Abschlüssen vor: Sein Intervall, vor allem das des Werts, beruht darauf, wie die Abschlüsse der anderen sind.
       *[other] { $n } Touchpoints kamen vor weniger als 5 Abschlüssen vor: Ihre Intervalle, vor allem die des Werts, beruhen darauf, wie die Abschlüsse der anderen sind.
    }
check_value_without_conversion = { $some ->
        [0] Kein Wert steht auf einem Pfad ohne Abschluss.
       *[other] Ein Wert von { $value }, dem Betrag nach, steht auf Pfaden ohne Abschluss: Er wird zugerechnet, und kein Abschluss steht dahinter. Die Spalte der Abschlüsse prüfen.
    }
check_ties = { $tied ->
        [0] Kein erster oder letzter Kontakt hat dieselbe Zeit wie ein Kontakt anderswo.
       *[other] { $percent } der ersten und letzten Kontakte ({ $tied } von { $all }) haben dieselbe Zeit wie ein Kontakt anderswo{ $settled ->
            [0] , und wo keine Rolle "order" sie unterscheidet, entscheidet das Alphabet, welcher zuerst kommt: eine Spalte in "order" nennen oder tied = "even" setzen.
            [1] ; die Rolle "order" sagt, welcher zuerst kommt.
           *[other] ; Regeln teilen die Zurechnung gleichmässig unter ihnen auf.
        }
    }
check_unknown_refunds = { $n ->
        [one] { $n } Rückerstattung über { $value } nennt keine Bestellung, mit der eine Journey endet, und wird von nichts abgezogen: Die Journeys führen ihre Zeile auf.
       *[other] { $n } Rückerstattungen über insgesamt { $value } nennen keine Bestellung, mit der eine Journey endet, und werden von nichts abgezogen: Die Journeys führen ihre Zeilen auf.
    }
check_direct = { $n ->
        [0] Kein Touchpoint hat einen üblichen Namen für direkt; { $asking } ändert darum nichts: den eigenen nennen, zum Beispiel direct = ["typed in"].
        [one] { $n } Touchpoint zählt als direkt.
       *[other] { $n } Touchpoints zählen als direkt.
    }
remark_all_convert = Keine Journey ist ohne Abschluss: Jeder Zustand führt sicher zu einem, und Wegfalleffekte sagen nur, welcher Anteil der Abschlüsse über einen Touchpoint geht.

warning_half_arrow = Touchpoints wie { $example } enden mit einem halben Pfeil: sep = { $whole } schreiben, falls die Pfade damit getrennt sind.
warning_local_times = Spalte {$column}: {$rows} Zeiten nennen keine Zone und gelten als UTC; die Option "timezone" nennt sie, zum Beispiel timezone="Europe/Zurich".
warning_equal_times = Spalte {$column}: Alle {$rows} Zeiten sind gleich; Reihenfolgen, Fenster und Perioden lassen sich daraus nicht ablesen. Ist es die richtige Spalte, oder wurde der Export anonymisiert?
warning_small_units = Spalte {$column} heisst wie Teile einer Einheit; sind ihre Beträge solche, dann unit = {$unit}, sonst unit = 1.
warning_hour_shift = Bei { $spots ->
        [one] { $spots } Spot
       *[other] { $spots } Spots
    } kommen die Besuche eine Stunde { $before ->
        [1] davor
       *[other] danach
    }: { $visits } ({ $low } bis { $high }), zur eigenen Zeit { $own }. Wurden Zeiten mit festem Versatz gelesen, wo die Ortszeit Sommerzeit hat, oder mit falscher Zone? Dann zum Beispiel timezone = "Europe/Zurich" angeben.
warning_no_separator = Kein Pfad hat das Trennzeichen { $sep }, darum ist jeder als ein Touchpoint gelesen, wie { $example }: sep = { $other } schreiben, falls es zwischen zweien steht.

missing_not_met = Keine Journey kommt daran vorbei.
missing_cost_unknown = Ein Teil der Kosten ist nicht bekannt.
missing_cost_undated = Ein Teil der Kosten hat kein Datum.
missing_no_credit = Keine Zurechnung in den Perioden, die zählen.
missing_few_periods = Weniger als { $fewest } ganze Perioden.
missing_no_spend = Keine Ausgaben in den Perioden, die zählen.
missing_even_spend = Die Ausgaben schwanken nicht um ihren Trend.
missing_one_period = Die Ausgaben weichen nur in einer Periode ab.

caveat_first = Sagt, wo Journeys mit Abschluss beginnen, nicht was sie bewegt hat.
caveat_last = Sagt, was zuletzt vor einem Abschluss kam, nicht was ihn bewegt hat.
caveat_linear = Sagt, wer vor einem Abschluss dabei war, nicht wer gewirkt hat.
caveat_convention = Eine Abmachung, wem Zurechnung zusteht, keine Messung von Wirkungen.
caveat_markov = Ein Wegfalleffekt ist der geglättete Anteil der Abschlüsse, die über einen Touchpoint gehen, nicht was ohne ihn verloren ginge.
caveat_shapley = Teilt jeden Abschluss gleichmässig auf die Touchpoints seiner Journey auf; sagt, wer dabei war, nicht wer gewirkt hat.
caveat_shapley_rate = Sagt, wo Journeys mit einem Touchpoint öfter oder seltener zum Abschluss führen als solche ohne; wen er erreicht, mag sich aus anderen Gründen unterscheiden.
caveat_hazard = Eine Wirkung nur, soweit sich die Absicht darin zeigt, wie oft jemand Kontakt aufnimmt: In heissen Phasen, in denen Menschen zugleich kaufen und einen Touchpoint berühren, und in Zeiten hohen Bedarfs zählt ein Teil des Bedarfs als Wirkung.
