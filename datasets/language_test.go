package datasets

import (
	"path/filepath"
	"testing"
)

func TestLanguageOf(t *testing.T) {
	for _, tc := range []struct{ name, text, want string }{
		{"english", body, "en"},
		{"english headlines are short", "Reke rejects fees", ""},
		{"figures", "Shr 34 cts vs 28 cts\nNet 1,234,000 vs 1,000,000\nRevs 12.3 mln vs 11.1 mln\nAvg shrs 3.6 mln vs 3.5 mln", ""},
		{"spanish", "El ministro de Exteriores de Averland rechazó el martes las nuevas tasas y pidió a Bexia que las retirara antes de que termine la semana. “Nadie es dueño de la marea”, dijo ante el parlamento.", "es"},
		{"french", "Le ministre des affaires étrangères d'Averland a rejeté mardi les nouveaux droits et a demandé à la Bexia de les retirer avant la fin de la semaine, selon une porte-parole.", "fr"},
		{"german", "Der Außenminister von Averland hat die neuen Gebühren am Dienstag zurückgewiesen und Bexia aufgefordert, sie noch vor dem Ende der Woche zurückzunehmen, wie eine Sprecherin mitteilte.", "de"},
		{"portuguese", "O ministro das Relações Exteriores rejeitou na terça-feira as novas taxas e pediu que o governo da Bexia não as cobrasse mais, segundo uma porta-voz.", "pt"},
		{"russian", "Министр иностранных дел Аверланда во вторник отверг новые сборы и попросил Бексию отменить их.", "ru"},
		{"arabic", "رفض وزير الخارجية يوم الثلاثاء الرسوم الجديدة وطلب إلغاءها قبل نهاية الأسبوع", "ar"},
		{"japanese", "外務大臣は火曜日に新しい料金を拒否し、週末までに撤回するよう求めた。政府はこれに答えるだろう。", "ja"},
		{"english with a spanish quotation", "The minister told reporters: “Nadie es dueño de la marea.” He said that the phrase was his grandmother’s and that it would do for an answer to the fees.", "en"},
		{"nothing", "", ""},
	} {
		if got := languageOf(tc.text); got != tc.want {
			t.Errorf("%s: languageOf = %q, want %q", tc.name, got, tc.want)
		}
	}
}

func TestOtherLanguagesArePassedOver(t *testing.T) {
	spanish := "El ministro de Exteriores de Averland rechazó el martes las nuevas tasas y pidió a Bexia que las retirara antes de que termine la semana."
	dir := put(t, map[string]string{"a.jsonl": `{"text":` + q(body) + `,"lang":"en"}` + "\n" + `{"text":` + q(spanish) + `,"lang":"en"}` + "\n" + `{"text":` + q(spanish) + `}` + "\n" + `{"text":` + q(body) + `,"lang":"es"}` + "\n" + `{"text":"Nada.","lang":"spa"}` + "\n"})
	articles, lost, rep := readAll(t, Options{Languages: []string{"eng"}}, filepath.Join(dir, "a.jsonl"))
	if len(articles) != 2 || articles[0].Language != "en" || articles[1].Language != "en" {
		t.Errorf("articles %q", briefs(articles))
	}
	if len(lost) != 3 || lost[0] != `a.jsonl, record 2: language: the article's language is "es", though it says "en": name it with --lang to read it all the same` || rep.Inputs[0].Rejected["language es"] != 3 {
		t.Errorf("lost %q, counted %v", lost, rep.Inputs[0].Rejected)
	}
	if articles, _, _ := readAll(t, Options{Languages: []string{"en", "es"}}, filepath.Join(dir, "a.jsonl")); len(articles) != 5 {
		t.Errorf("%d articles of two languages, want 5", len(articles))
	}
}

func BenchmarkLanguage(b *testing.B) {
	b.SetBytes(int64(min(len(long), languageSample)))
	b.ReportAllocs()
	for b.Loop() {
		languageOf(long)
	}
}
