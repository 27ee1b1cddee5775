"""The questionnaire as data: response scales, constructs, items and routing, as TOML.

The text lies in a module so that a run is repeated when the wording changes. Keys are stable:
readers, twin and notebooks refer to them. Add items at the end of a construct; never renumber.

``reverse``: agreement means less of the construct. ``scored = false``: asked, but not part of the
score of its construct. ``asked_if``: put only to those who gave this answer. ``aggregate``: how the
answers of an alliance become one value, the mean unless said otherwise. There are no open questions
and no question for a name, an age or a place: what is not asked cannot leak.

The wording is the project's own. It follows the topics that the programme has published for its
accompanying research and has not been tested on respondents.
"""

# ruff: noqa: E501

QUESTIONNAIRE = """
version = "1"

# ---------------------------------------------------------------- response scales

[scales.agree5]
kind = "likert"
lowest = 1
highest = 5
de = ["trifft gar nicht zu", "trifft eher nicht zu", "teils/teils", "trifft eher zu", "trifft voll zu"]
en = ["does not apply at all", "rather does not apply", "partly", "rather applies", "fully applies"]

[scales.agree7]
kind = "likert"
lowest = 1
highest = 7
de = ["stimme überhaupt nicht zu", "stimme nicht zu", "stimme eher nicht zu", "unentschieden", "stimme eher zu", "stimme zu", "stimme voll und ganz zu"]
en = ["strongly disagree", "disagree", "somewhat disagree", "undecided", "somewhat agree", "agree", "strongly agree"]

[scales.yes_no]
kind = "yes_no"
lowest = 0
highest = 1
de = ["nein", "ja"]
en = ["no", "yes"]

[scales.count]
kind = "count"
lowest = 0
highest = 999
de = []
en = []

[scales.continuation]
kind = "ordinal"
lowest = 1
highest = 5
de = ["wird sicher nicht fortgeführt", "wird eher nicht fortgeführt", "noch offen", "wird in Teilen fortgeführt", "wird sicher fortgeführt"]
en = ["will certainly not be continued", "will probably not be continued", "still open", "will be continued in part", "will certainly be continued"]

[scales.role]
kind = "nominal"
codes = ["coordination", "steering", "project", "other"]
de = ["Bündnismanagement oder Koordination", "Mitglied eines Lenkungs- oder Entscheidungsgremiums", "Beteiligung an einem geförderten Vorhaben", "andere Mitwirkung"]
en = ["alliance management or coordination", "member of a steering or decision-making body", "taking part in a funded project", "other involvement"]

[scales.organisation]
kind = "nominal"
codes = ["science", "business", "public", "society"]
de = ["Hochschule oder Forschungseinrichtung", "Unternehmen oder Wirtschaftsverband", "Verwaltung oder öffentliche Einrichtung", "Verein, Stiftung, Kammer oder Initiative"]
en = ["university or research institute", "company or business association", "public administration or institution", "association, foundation, chamber or initiative"]

# ---------------------------------------------------------------- descriptors, coarse on purpose

[[descriptors]]
key = "role"
scale = "role"
de = "In welcher Rolle wirken Sie vor allem im Bündnis mit?"
en = "What is your main role in the alliance?"

[[descriptors]]
key = "organisation"
scale = "organisation"
de = "Welcher Art ist die Einrichtung, für die Sie mitwirken?"
en = "What kind of organisation do you represent in the alliance?"

# ---------------------------------------------------------------- factors

[[constructs]]
key = "anchoring"
kind = "factor"
name = { de = "Regionale Verankerung", en = "Regional anchoring" }
definition = { de = "Wie fest das Bündnis in Stärken, Bedarfen und Akteuren der Region verwurzelt ist.", en = "How firmly the alliance is rooted in the strengths, needs and actors of its region." }

[[items]]
key = "anchoring_1"
construct = "anchoring"
scale = "agree5"
de = "Unser Bündnis baut auf Stärken auf, die in der Region seit Langem vorhanden sind."
en = "Our alliance builds on strengths that the region has had for a long time."

[[items]]
key = "anchoring_2"
construct = "anchoring"
scale = "agree5"
de = "Die Themen des Bündnisses greifen Bedarfe auf, die in der Region spürbar sind."
en = "The topics of the alliance respond to needs that are felt in the region."

[[items]]
key = "anchoring_3"
construct = "anchoring"
scale = "agree5"
reverse = true
de = "Was im Bündnis geschieht, hätte ebenso gut in einer ganz anderen Region stattfinden können."
en = "What happens in the alliance could just as well have taken place in an entirely different region."

[[items]]
key = "anchoring_4"
construct = "anchoring"
scale = "agree5"
de = "Entscheidungsträgerinnen und Entscheidungsträger vor Ort setzen sich sichtbar für das Bündnis ein."
en = "Local decision-makers visibly support the alliance."

[[constructs]]
key = "roles"
kind = "factor"
name = { de = "Rollen der Akteure und Einbindung Neuer", en = "Actor roles and integration of newcomers" }
definition = { de = "Ob Aufgaben klar verteilt sind und neue Partner rasch mitarbeiten können.", en = "Whether tasks are clearly shared and new partners can soon take part." }

[[items]]
key = "roles_1"
construct = "roles"
scale = "agree5"
de = "Im Bündnis ist klar, wer welche Aufgaben übernimmt."
en = "It is clear in the alliance who takes on which tasks."

[[items]]
key = "roles_2"
construct = "roles"
scale = "agree5"
de = "Wer neu hinzukommt, findet schnell einen Platz in der gemeinsamen Arbeit."
en = "Those who join find their place in the joint work quickly."

[[items]]
key = "roles_3"
construct = "roles"
scale = "agree5"
reverse = true
de = "Die Arbeit liegt im Wesentlichen bei denen, die von Anfang an dabei waren."
en = "Most of the work rests with those who have been involved from the start."

[[items]]
key = "roles_4"
construct = "roles"
scale = "agree5"
de = "Das Bündnis geht gezielt auf Akteure zu, die bisher wenig mit Innovation zu tun hatten."
en = "The alliance actively approaches actors who have had little to do with innovation so far."

[[constructs]]
key = "balance"
kind = "factor"
name = { de = "Ausgewogenheit von Wissenschaft, Wirtschaft und Gesellschaft", en = "Balance of science, business and society" }
definition = { de = "Ob alle drei Bereiche vertreten sind und mitentscheiden.", en = "Whether all three spheres are represented and have a say." }

[[items]]
key = "balance_1"
construct = "balance"
scale = "agree5"
de = "Wissenschaft, Wirtschaft und Zivilgesellschaft bringen sich in vergleichbarem Umfang ein."
en = "Science, business and civil society contribute to a similar extent."

[[items]]
key = "balance_2"
construct = "balance"
scale = "agree5"
reverse = true
de = "Eine einzelne Gruppe von Einrichtungen gibt im Bündnis den Ton an."
en = "A single group of organisations sets the tone in the alliance."

[[items]]
key = "balance_3"
construct = "balance"
scale = "agree5"
de = "Die Anliegen kleiner Unternehmen werden ebenso ernst genommen wie die großer Einrichtungen."
en = "The concerns of small companies are taken as seriously as those of large organisations."

[[items]]
key = "balance_4"
construct = "balance"
scale = "agree5"
de = "Bürgerinnen und Bürger oder ihre Vertretungen können Vorhaben des Bündnisses mitgestalten."
en = "Citizens or their representatives can help to shape the projects of the alliance."

[[constructs]]
key = "strategy"
kind = "factor"
name = { de = "Strategie und Nutzenversprechen", en = "Strategy and value proposition" }
definition = { de = "Ob das Bündnis ein geteiltes Ziel hat und weiß, wem es welchen Nutzen bringt.", en = "Whether the alliance shares a goal and knows which value it offers to whom." }

[[items]]
key = "strategy_1"
construct = "strategy"
scale = "agree7"
de = "Die Partner teilen eine gemeinsame Vorstellung davon, was das Bündnis erreichen soll."
en = "The partners share an understanding of what the alliance is to achieve."

[[items]]
key = "strategy_2"
construct = "strategy"
scale = "agree7"
de = "Für unsere Zielgruppen lässt sich in wenigen Sätzen sagen, welchen Nutzen wir ihnen bieten."
en = "For our target groups, the value we offer can be put in a few sentences."

[[items]]
key = "strategy_3"
construct = "strategy"
scale = "agree7"
de = "Die Auswahl der Vorhaben folgt der Strategie des Bündnisses."
en = "Projects are selected in line with the strategy of the alliance."

[[items]]
key = "strategy_4"
construct = "strategy"
scale = "agree7"
reverse = true
de = "Worin wir uns von anderen Angeboten auf dem Markt unterscheiden, ist bislang unklar."
en = "It is still unclear what sets us apart from other offers on the market."

[[items]]
key = "strategy_5"
construct = "strategy"
scale = "agree7"
de = "Wir überprüfen regelmäßig, ob die Strategie noch zu den Entwicklungen im Umfeld passt."
en = "We regularly review whether the strategy still fits developments around us."

[[constructs]]
key = "governance"
kind = "factor"
name = { de = "Steuerung und Abstimmung", en = "Governance and coordination" }
definition = { de = "Ob Entscheidungen nachvollziehbar, rechtzeitig und abgestimmt fallen.", en = "Whether decisions are transparent, timely and coordinated." }

[[items]]
key = "governance_1"
construct = "governance"
scale = "agree5"
de = "Wie im Bündnis entschieden wird, ist für alle Partner nachvollziehbar."
en = "How decisions are made in the alliance is transparent to all partners."

[[items]]
key = "governance_2"
construct = "governance"
scale = "agree5"
de = "Anstehende Entscheidungen werden rechtzeitig getroffen."
en = "Pending decisions are made in good time."

[[items]]
key = "governance_3"
construct = "governance"
scale = "agree5"
reverse = true
de = "Die Vorhaben laufen weitgehend nebeneinander her."
en = "The projects largely run side by side without links."

[[items]]
key = "governance_4"
construct = "governance"
scale = "agree5"
de = "Unterschiedliche Interessen werden offen angesprochen und ausgeglichen."
en = "Diverging interests are addressed openly and balanced."

[[constructs]]
key = "management"
kind = "factor"
name = { de = "Leistungsfähigkeit des Managements", en = "Management capacity" }
definition = { de = "Ob das Bündnismanagement über Zeit, Können und Rückhalt verfügt.", en = "Whether the alliance management has the time, skills and backing it needs." }

[[items]]
key = "management_1"
construct = "management"
scale = "agree5"
de = "Das Bündnismanagement ist personell ausreichend ausgestattet."
en = "The alliance management has enough staff."

[[items]]
key = "management_2"
construct = "management"
scale = "agree5"
de = "Fragen zu Anträgen und Abrechnung werden zügig und verlässlich beantwortet."
en = "Questions on applications and accounts are answered quickly and reliably."

[[items]]
key = "management_3"
construct = "management"
scale = "agree5"
de = "Das Bündnismanagement bringt Partner zusammen, die sonst nicht zueinander gefunden hätten."
en = "The alliance management brings together partners who would not have met otherwise."

[[items]]
key = "management_4"
construct = "management"
scale = "agree5"
reverse = true
de = "Häufige Personalwechsel im Bündnismanagement erschweren die Arbeit."
en = "Frequent staff changes in the alliance management hamper the work."

[[constructs]]
key = "learning"
kind = "factor"
name = { de = "Lernen", en = "Learning" }
definition = { de = "Ob das Bündnis Erfahrungen auswertet, teilt und danach handelt.", en = "Whether the alliance evaluates experience, shares it and acts on it." }

[[items]]
key = "learning_1"
construct = "learning"
scale = "agree5"
de = "Nach Abschluss von Vorhaben werten wir gemeinsam aus, was gelungen ist und was nicht."
en = "After projects end, we jointly evaluate what worked and what did not."

[[items]]
key = "learning_2"
construct = "learning"
scale = "agree5"
de = "Aus Fehlschlägen ziehen wir Folgerungen für spätere Vorhaben."
en = "We draw lessons from setbacks for later projects."

[[items]]
key = "learning_3"
construct = "learning"
scale = "agree5"
de = "Wir tauschen uns mit anderen Bündnissen über Erfahrungen aus."
en = "We exchange experience with other alliances."

[[items]]
key = "learning_4"
construct = "learning"
scale = "agree5"
reverse = true
de = "Wissen aus einzelnen Vorhaben erreicht die übrigen Partner kaum."
en = "Knowledge from individual projects hardly reaches the other partners."

# ---------------------------------------------------------------- outcomes

[[constructs]]
key = "progress"
kind = "outcome"
name = { de = "Fortschritt", en = "Progress" }
definition = { de = "Wie weit das Bündnis auf dem Weg zu seinen Zielen ist.", en = "How far the alliance has come towards its goals." }

[[items]]
key = "progress_1"
construct = "progress"
scale = "agree5"
de = "Das Bündnis hat die Ziele erreicht, die es sich bis heute gesetzt hatte."
en = "The alliance has reached the goals it had set itself up to now."

[[items]]
key = "progress_2"
construct = "progress"
scale = "agree5"
de = "Ergebnisse aus Vorhaben des Bündnisses werden in der Praxis bereits genutzt."
en = "Results of alliance projects are already being used in practice."

[[items]]
key = "progress_3"
construct = "progress"
scale = "agree5"
reverse = true
de = "Gegenüber dem ursprünglichen Zeitplan liegen wir deutlich zurück."
en = "We are well behind the original schedule."

[[items]]
key = "progress_4"
construct = "progress"
scale = "agree5"
de = "Das Bündnis hat die Region als Innovationsstandort sichtbarer gemacht."
en = "The alliance has made the region more visible as a place of innovation."

[[constructs]]
key = "partners"
kind = "outcome"
aggregate = "median"
name = { de = "Neue Partner", en = "New partners" }
definition = { de = "Einrichtungen, die seit Beginn der Umsetzung hinzugekommen sind.", en = "Organisations that have joined since implementation began." }

[[items]]
key = "partners_1"
construct = "partners"
scale = "count"
asked_if = { item = "role", values = ["coordination"] }
de = "Wie viele Einrichtungen sind seit Beginn der Umsetzungsphase neu zum Bündnis gekommen?"
en = "How many organisations have joined the alliance since the implementation phase began?"

[[items]]
key = "partners_2"
construct = "partners"
scale = "count"
scored = false
asked_if = { item = "partners_1", least = 1 }
de = "Wie viele dieser neuen Partner sind Unternehmen?"
en = "How many of these new partners are companies?"

[[items]]
key = "partners_3"
construct = "partners"
scale = "count"
scored = false
asked_if = { item = "partners_1", least = 1 }
de = "Wie viele dieser neuen Partner haben ihren Sitz außerhalb der Region?"
en = "How many of these new partners are based outside the region?"

[[constructs]]
key = "follow_on"
kind = "outcome"
aggregate = "majority"
name = { de = "Folgeprojekte", en = "Follow-on projects" }
definition = { de = "Ob aus dem Bündnis weitere Vorhaben hervorgegangen sind.", en = "Whether the alliance has led to further projects." }

[[items]]
key = "follow_on_1"
construct = "follow_on"
scale = "yes_no"
asked_if = { item = "role", values = ["coordination"] }
de = "Ist aus dem Bündnis mindestens ein Folgeprojekt hervorgegangen, das bereits läuft oder bewilligt ist?"
en = "Has the alliance led to at least one follow-on project that is running or approved?"

[[items]]
key = "follow_on_2"
construct = "follow_on"
scale = "count"
scored = false
asked_if = { item = "follow_on_1", values = [1] }
de = "Wie viele Folgeprojekte sind das?"
en = "How many follow-on projects are there?"

[[items]]
key = "follow_on_3"
construct = "follow_on"
scale = "yes_no"
scored = false
asked_if = { item = "follow_on_1", values = [1] }
de = "Wird mindestens eines davon ohne öffentliche Förderung finanziert?"
en = "Is at least one of them financed without public funding?"

[[constructs]]
key = "continuation"
kind = "outcome"
aggregate = "median"
name = { de = "Fortführung nach der Förderung", en = "Continuation after funding" }
definition = { de = "Ob das Bündnis nach dem Ende der Förderung weiterbesteht.", en = "Whether the alliance will go on once funding has ended." }

[[items]]
key = "continuation_1"
construct = "continuation"
scale = "continuation"
asked_if = { item = "role", values = ["coordination"] }
de = "Wie wird es nach dem Ende der Förderung mit dem Bündnis weitergehen?"
en = "What will become of the alliance once funding has ended?"

[[items]]
key = "continuation_2"
construct = "continuation"
scale = "yes_no"
scored = false
asked_if = { item = "role", values = ["coordination"] }
de = "Sind für die Zeit danach bereits Mittel fest zugesagt?"
en = "Have funds for the time afterwards been firmly committed?"

[[items]]
key = "continuation_3"
construct = "continuation"
scale = "yes_no"
scored = false
asked_if = { item = "role", values = ["coordination"] }
de = "Gibt es eine Trägerorganisation, die das Bündnis dauerhaft weiterführt?"
en = "Is there an organisation that will run the alliance permanently?"
"""
