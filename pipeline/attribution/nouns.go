package attribution

// Nouns that decide whether a phrase without a name can act or be acted upon.
// They stand in for a semantic lexicon and hold only what news says often.
var (
	// impersonal pronouns name nobody who acts.
	impersonal = hashSet("something anything everything nothing itself one none there someone somebody anyone anybody everyone everybody nobody")

	// roles are people and bodies that speak and act for the public.
	roles = hashSet("president presidents minister ministers premier chancellor king queen prince leader leaders government governments administration " +
		"army armies navy military forces force troops soldiers police authorities officials official ministry parliament lawmakers senators senator congress " +
		"court courts judge judges prosecutors prosecutor rebels rebel militants militia militias insurgents guerrillas fighters gunmen terrorists cartel " +
		"commander commanders general admiral officers guard guards coastguard secretary ambassador ambassadors envoy envoys diplomats diplomat spokesman " +
		"spokeswoman spokesperson council commission union alliance coalition party opposition regime junta state country nation countries nations capital " +
		"mayor governor delegation protesters demonstrators activists workers students residents jets warplanes planes warships fleet side sides group groups " +
		"allies ally neighbor neighbour neighbors neighbours partners partner counterpart counterparts leadership presidency cabinet embassy palace bloc chief head boss director chairman chairwoman chair candidate legislator legislators deputy deputies bishop pope cardinal marines sailors pilots crew navies mission consulate bureau agency agencies ministries chiefs heads lawyers who which they he she we " +
		"monarch emir sultan sheikh ruler rulers strongman captain negotiator negotiators mediator mediators delegate delegates inspectors agents terrorist " +
		"gunman hackers extremists separatists loyalists islamists jihadists fighter mob crowd crowds bombers helicopters aircraft gunboats gunboat artillery " +
		"executive executives aide aides adviser advisers advisor advisors representative representatives team teams peacekeepers lawmaker legislature tribunal prosecutor house senate " +
		"parties faction factions tribesmen monarchy kingdom republic regimes commissioner commissioners policemen paratroopers commandos pirates settlers " +
		"frigate frigates destroyer destroyers submarine submarines consul consuls chargé affaires attaché attachés nuncio farmers unions union treasury commandoes squadron squadrons battalion battalions brigade brigades regiment division divisions cartels bombardiers " +
		"campaign campaigns politician politicians pontiff committee committees panel panels caucus governors mayors attorney attorneys congressman congresswoman " +
		"federation association associations organization organizations organisation organisations creditors lenders bankers governor-general republicans democrats")

	// arms act for whose they are: "Averland drones hit a depot".
	arms = hashSet("frigate frigates cutter cutters destroyer destroyers submarine submarines patrol patrols carrier carriers bomber drones missiles " +
		"shells rockets bombs tanks ship ships vessel vessels boat boats gunners snipers customs consuls tugs fighters icebreaker coastguards")

	// persons are whom deeds are done to when nobody is named.
	persons = hashSet("people person civilians civilian men women children man woman citizens villagers refugees migrants journalists reporters hostages prisoners " +
		"detainees sailors crew tourists pilgrims aid-workers doctors teachers farmers passengers victims survivors inmate inmates suspect suspects militant militants " +
		"employee employees member members activist activists citizen civilian refugee migrant journalist hostage prisoner detainee captives captive child girl girls boy boys " +
		"nurses nurse student worshippers immigrants immigrant servicemen serviceman troop son sons daughter daughters wife relatives dissidents dissident blogger captain " +
		"banks companies firms makers suppliers traders investors exporters importers airlines contractors mourners patients truckers miners strikers")

	// things are what force is used on when nobody is named.
	things = hashSet("ship ships vessel vessels boat boats tanker tankers freighter freighters trawler trawlers ferry frigate plane planes " +
		"aircraft helicopter drone drones base bases port ports airport airports embassy consulate city cities town towns village villages hospital hospitals school " +
		"schools refinery pipeline depot depots bridge bridges border borders convoy convoys camp camps headquarters compound facility facilities positions targets " +
		"mosque mosques church churches temple building buildings compound house houses home homes office offices market markets bus buses car cars train trains station stations plant plants " +
		"factory factories prison prisons camp square monastery shrine platform platforms rig rigs terminal terminals oilfield oilfields installation installations weaponry weapons checkpoint checkpoints post posts outpost airfield valley region area areas district districts " +
		"target infrastructure island islands territory visa visas assets accounts banks exports imports goods ties relations")

	// answerable things are what one side puts before another.
	answerable = hashSet("offer offers invitation invitations proposal proposals plan ultimatum demand demands request requests resolution apology " +
		"ceasefire truce terms conditions ruling verdict accord treaty pact settlement appeal appeals credentials overture overtures mediation")

	// abstract things are attacked with words only.
	abstracts = hashSet("policy policies plan plans decision decisions record stance position positions proposal proposals remarks comments idea ideas handling " +
		"approach bill law laws budget deal agreement accord pact treaty report statement speech claim claims charges ruling verdict move measures strategy " +
		"rhetoric criticism practices attitude behaviour behavior conduct")

	// intents are nouns whose infinitive is what somebody means to do; settled ones
	// say that it is done.
	intents = hashSet("decision plan plans threat threats move moves bid attempt attempts offer effort efforts vote order orders pledge promise agreement deal " +
		"proposal refusal failure willingness intention campaign readiness right resolution")
	settled = hashSet("decision order orders move moves vote")
	refused = hashSet("refusal failure")

	// idle nouns have an infinitive that nobody does yet: "pressure to act".
	idle = hashSet("pressure chance ways way reason reasons need time opportunity power powers authority ability legislation bill means freedom hope hopes " +
		"desire wish call calls demand demands request requests appeal appeals option options")
)
