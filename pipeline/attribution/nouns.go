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
		"allies ally neighbor neighbour neighbors neighbours partners partner counterpart counterparts leadership presidency cabinet embassy palace bloc chief head boss director chairman chairwoman chair candidate legislator legislators deputy deputies bishop pope cardinal marines sailors pilots crew navies mission consulate bureau agency agencies ministries chiefs heads lawyers who which they he she we")

	// things are what force is used on, or what relations are about, when nobody
	// is named.
	things = hashSet("people person civilians civilian men women children man woman citizens villagers refugees migrants journalists reporters hostages prisoners " +
		"detainees sailors crew tourists pilgrims aid-workers doctors teachers farmers passengers ship ships vessel vessels boat boats tanker tankers plane planes " +
		"aircraft helicopter drone drones base bases port ports airport airports embassy consulate city cities town towns village villages hospital hospitals school " +
		"schools refinery pipeline depot depots bridge bridges border borders convoy convoys camp camps headquarters compound facility facilities positions targets " +
		"target infrastructure island islands territory visa visas assets accounts banks exports imports goods ties relations")
)
