package mapping

import (
	"encoding/json"
	"strings"
	"testing"
)

var rule = &Rule{Charter: "a.kdl:1", Foreign: []Key{{Name: "x"}}, Field: "y", Scope: ScopeDocument}

// given is the start of a payload that is read.
func given(t *testing.T, payload string) *Place {
	t.Helper()
	value, err := Parse(payload)
	if err != nil {
		t.Fatal(err)
	}
	return RootOf(value, &Rule{Scope: ScopeDocument})
}

// text is what a step makes of a text, or what is wrong with it.
func text[T any](made *T, place *Place, show func(T) string) string {
	if made == nil {
		if len(place.report.problems) == 0 {
			return "nothing"
		}
		return "!" + string(place.report.problems[0].Wrong)
	}
	return show(*made)
}

func same[T ~string](value T) string { return string(value) }

func TestAJSONNumberIsWhatItsDigitsSayWhereEveryReaderHasThem(t *testing.T) {
	for number, expected := range map[string]string{
		"0":                        "0",
		"-0":                       "0",
		"5.90":                     "5.9",
		"1e2":                      "100",
		"1E+21":                    "1000000000000000000000",
		"1e20":                     "!not-exact",
		"1e-7":                     "0.0000001",
		"-0.004":                   "-0.004",
		"9007199254740991":         "9007199254740991",
		"9007199254740992":         "!not-exact",
		"9007199254740993":         "!not-exact",
		"1234567890123456":         "1234567890123456",
		"123456789012345.6":        "!not-exact",
		"12345678901234.56":        "!not-exact",
		"1234567890123.45":         "1234567890123.45",
		"0.1000000000000000055511": "0.1",
		"1e300":                    "!not-exact",
		"1e-400":                   "0",
		"1e99999999999999999999":   "!not-exact",
		"100000000000000.5":        "!not-exact",
		"999999999999999.0":        "999999999999999",
	} {
		place := given(t, `{"x":`+number+`}`)
		found := text(ToNumber(place, rule, Value(place, rule)), place, Decimal.String)
		if found != expected {
			t.Errorf("%s: %s instead of %s", number, found, expected)
		}
	}
}

func TestADecimalNumberIsReadAndRoundedExactly(t *testing.T) {
	for given, expected := range map[string]map[Rounding]string{
		"1.005":  {HalfUp: "1.01", HalfEven: "1", Down: "1", Up: "1.01", Floor: "1", Ceiling: "1.01"},
		"-1.005": {HalfUp: "-1.01", HalfEven: "-1", Down: "-1", Up: "-1.01", Floor: "-1.01", Ceiling: "-1"},
		"1.015":  {HalfUp: "1.02", HalfEven: "1.02"},
		"1.0149": {HalfUp: "1.01", HalfEven: "1.01", Up: "1.02"},
	} {
		for rounding, rounded := range expected {
			if found := MustDecimal(given).Rounded(2, rounding).String(); found != rounded {
				t.Errorf("%s %s: %s instead of %s", given, rounding, found, rounded)
			}
		}
	}
	sum := MustDecimal("1080").Times(MustDecimal("3.61")).Plus(MustDecimal("7").Times(MustDecimal("41.335")))
	if total := sum.Minus(MustDecimal("23.50")).String(); total != "4164.645" {
		t.Errorf("the total is %s", total)
	}
	for _, wrong := range []string{"", "-", ".5", "5.", "1e5", "0x10", " 5", "1,5", "+-5", "٣", strings.Repeat("9", 101)} {
		if _, ok := ParseDecimal(wrong); ok {
			t.Errorf("%q is a number", wrong)
		}
	}
	if fixed := MustDecimal("-0.5").Fixed(2); fixed != "-0.50" {
		t.Error(fixed)
	}
	if digits := Digits(Of(MustDecimal("-1234567.5")), 2, ",", "."); *digits != "-1.234.567,50" {
		t.Error(*digits)
	}
	var zero Decimal
	if zero.String() != "0" || !zero.Equal(DecimalOf(0)) || !zero.Plus(DecimalOf(2)).Equal(DecimalOf(2)) {
		t.Error("the zero value is not zero")
	}
}

func TestTextsAreCountedAndCutByCharacter(t *testing.T) {
	for name, row := range map[string][2]string{
		"trim":      {*Trim(Of("\ufeff \u00a0x\u0085\n")), "x\u0085"},
		"collapse":  {*Collapse(Of(" a \t\u3000 b\n")), " a b "},
		"padded":    {*Padded(Of("😀"), 3, "0", Left), "00😀"},
		"long":      {*Padded(Of("abcd"), 3, "0", Left), "abcd"},
		"zeros":     {*Unpadded(Of("0000"), "0", Left), "0"},
		"unpadded":  {*Unpadded(Of("  x "), " ", Left), "x "},
		"all":       {*Unpadded(Of("xx"), "x", Right), ""},
		"upper":     {*UpperCase(Of("ßİΣ\ufb03")), "SSİΣFFI"},
		"lower":     {*LowerCase(Of("ßİΣ")), "ßi\u0307ς"},
		"sigma":     {*LowerCase(Of("ΣΑΣ ΑΣ. Σ Α'ΣΑ")), "σας ας. σ α'σα"},
		"slice":     {*Characters(Of("a😀bcd"), 1, 2), "😀b"},
		"rest":      {*Characters(Of("a😀b"), 5, NoLimit), ""},
		"truncated": {*Truncated(Start(), rule, Of("😀😀😀"), 2, ""), "😀😀"},
	} {
		if row[0] != row[1] {
			t.Errorf("%s: %q instead of %q", name, row[0], row[1])
		}
	}
	for given, fits := range map[string]bool{
		"4006381333931": true, "4006381333932": false, "": false, "40063813339٣1": false, "96385074": false,
	} {
		if hasCheckDigit(given, []int{13}) != fits {
			t.Error(given)
		}
	}
}

func TestAPatternMatchesATextAsAWhole(t *testing.T) {
	for _, row := range []struct{ pattern, text, expected string }{
		{"(?<value>.+)-.*", "a-b-c", "a-b"},
		{"(?<value>.+?)-.*", "a-b-c", "a"},
		{"x|(?<value>y)", "x", "!wrong-form"},
		{"PO(?<value>[0-9]+)", "PO12\n", "!wrong-form"},
		{"PO(?<value>[0-9]+)|PO", "PO12", "12"},
	} {
		place := Start()
		found := text(Matched(place, rule, Of(row.text), Pattern(row.pattern), ""), place, same[string])
		if found != row.expected {
			t.Errorf("%s: %q instead of %q", row.pattern, found, row.expected)
		}
	}
}

func TestAPointInTimeIsInUTCAndKeepsItsFraction(t *testing.T) {
	for given, expected := range map[string]string{
		"2026-03-07T22:30:12-06:00":           "2026-03-08T04:30:12Z",
		"2026-03-07t22:30:12.1234567890120z":  "2026-03-07T22:30:12.123456789012Z",
		"0000-01-01T00:00:00+00:01":           "!out-of-range",
		"9999-12-31T23:59:59-00:01":           "!out-of-range",
		"2026-02-30T00:00:00Z":                "!wrong-form",
		"2026-01-01T24:00:00Z":                "!wrong-form",
		"2026-01-01T00:00:60Z":                "!wrong-form",
		"2026-01-01T00:00:00":                 "!wrong-form",
		"2026-01-01T00:00:00.Z":               "!wrong-form",
		"2026-01-01T00:00:00+24:00":           "!wrong-form",
		"2026-01-01T00:00:00+1:00":            "!wrong-form",
		"":                                    "!wrong-form",
		"2026-01-01":                          "!wrong-form",
		"2026-01-01T00:00:0٣Z":                "!wrong-form",
		"2026-01-01T00:00:00.000000000000Z\n": "!wrong-form",
	} {
		place := Start()
		if found := text(ToInstant(place, rule, &given), place, same[Instant]); found != expected {
			t.Errorf("%s: %s instead of %s", given, found, expected)
		}
	}
}

func TestTheHoursWhenTheClocksChangeAreWhatTheCharterSays(t *testing.T) {
	for _, row := range []struct {
		clock    string
		gap      Gap
		overlap  Overlap
		zone     string
		expected string
	}{
		{"2026-03-08T02:30:00", GapLater, OverlapFirst, "America/New_York", "2026-03-08T07:30:00Z"},
		{"2026-03-08T02:30:00", GapEarlier, OverlapFirst, "America/New_York", "2026-03-08T06:30:00Z"},
		{"2026-03-08T02:30:00", GapRaise, OverlapFirst, "America/New_York", "!wrong-form"},
		{"2026-11-01T01:30:00", GapLater, OverlapFirst, "America/New_York", "2026-11-01T05:30:00Z"},
		{"2026-11-01T01:30:00", GapLater, OverlapSecond, "America/New_York", "2026-11-01T06:30:00Z"},
		{"2026-11-01T01:30:00", GapLater, OverlapRaise, "America/New_York", "!wrong-form"},
		{"2026-07-01T12:00:00", GapRaise, OverlapRaise, "America/New_York", "2026-07-01T16:00:00Z"},
		{"1883-11-18T12:03:58", GapRaise, OverlapRaise, "Europe/London", "1883-11-18T12:03:58Z"},
		{"0001-06-01T00:00:00", GapRaise, OverlapRaise, "America/New_York", "0001-06-01T04:56:02Z"},
		{"9999-07-01T00:00:00", GapRaise, OverlapRaise, "America/New_York", "9999-07-01T04:00:00Z"},
		// A whole day was left out.
		{"2011-12-30T12:00:00", GapLater, OverlapFirst, "Pacific/Apia", "2011-12-30T22:00:00Z"},
		{"2011-12-30T12:00:00", GapRaise, OverlapFirst, "Pacific/Apia", "!wrong-form"},
	} {
		place := Start()
		made := InstantOfLocal(place, rule, &row.clock, localForm, row.zone, row.gap, row.overlap, "")
		if found := text(made, place, same[Instant]); found != row.expected {
			t.Errorf("%v: %s", row, found)
		}
	}
	if date := DateIn(Start(), rule, Of(Instant("2026-03-08T03:30:00Z")), "America/New_York"); *date != "2026-03-07" {
		t.Error(*date)
	}
	at := Instant("2026-03-08T04:30:12.0679Z")
	local := LocalOf(Start(), rule, &at, "dd.MM.yyyy HH:mm:ss.SSS", "Asia/Kolkata")
	if *local != "08.03.2026 10:00:12.067" {
		t.Error(*local)
	}
	for given, zone := range map[Instant]string{
		"9999-12-31T23:00:00Z": "Asia/Kolkata", "0000-01-01T01:00:00Z": "America/New_York",
	} {
		place := Start()
		if found := text(DateIn(place, rule, &given, zone), place, same[CalendarDate]); found != "!out-of-range" {
			t.Errorf("%s: %s", given, found)
		}
	}
}

func TestANumberSince1970IsExactOrRefused(t *testing.T) {
	for _, row := range []struct {
		number, unit int64
		expected     string
	}{
		{-1, 1, "1969-12-31T23:59:59.999Z"},
		{1772944212, 1000, "2026-03-08T04:30:12Z"},
		{safeInteger, 1000, "!out-of-range"},
	} {
		place := Start()
		if found := text(InstantOfEpoch(place, rule, &row.number, row.unit), place, same[Instant]); found != row.expected {
			t.Errorf("%d: %s", row.number, found)
		}
	}
	for given, expected := range map[Instant]int64{"1969-12-31T23:59:59.999Z": -1, "1970-01-01T00:00:00.069Z": 69} {
		if found := EpochOf(Start(), rule, &given, 1); found == nil || *found != expected {
			t.Error(given)
		}
	}
	for given, unit := range map[Instant]int64{"1970-01-01T00:00:00.5Z": 1000, "1970-01-01T00:00:00.0005Z": 1} {
		if found := EpochOf(Start(), rule, &given, unit); found != nil {
			t.Error(given)
		}
	}
}

func TestAPatternOfTimeIsReadAndWrittenAlike(t *testing.T) {
	for pattern, clock := range map[string]string{
		"yyyyMMdd":                "20260308",
		"dd.MM.yyyy HH:mm:ss.SSS": "08.03.2026 22:30:00.007",
		"yyyy-MM-dd'T'HH'h'":      "2026-03-08T22h",
		"''yyyy'":                 "2026'",
	} {
		if found := inForm(&clock, pattern, pattern); found == nil || *found != clock {
			t.Error(pattern)
		}
	}
	for pattern, clock := range map[string]string{
		"yyyyMMdd": "20260229", "yyyy-MM-dd": "2026-03-08 ", "HH:mm": "24:00", "yyyy": "-026", "MM": "3", "dd": "00",
	} {
		if found := inForm(&clock, pattern, pattern); found != nil {
			t.Error(pattern)
		}
	}
	for _, row := range []struct {
		date     CalendarDate
		days     int
		expected string
	}{
		{"2024-02-28", 2, "2024-03-01"},
		{"9999-12-31", 1, "!out-of-range"},
		{"0000-01-01", -1, "!out-of-range"},
		{"2024-01-01", NoLimit, "!out-of-range"},
		{"2024-01-01", -NoLimit, "!out-of-range"},
	} {
		place := Start()
		found := text(DaysLater(place, rule, &row.date, row.days), place, same[CalendarDate])
		if found != row.expected {
			t.Errorf("%v: %s", row, found)
		}
	}
}

func TestAbsentNullAndEmptyAreThreeThings(t *testing.T) {
	type object struct {
		Note Nullable[string] `json:"note,omitzero"`
		List []int            `json:"list,omitzero"`
	}
	for _, text := range []string{`{}`, `{"note":null}`, `{"note":""}`, `{"note":"x","list":[]}`, `{"list":[1]}`} {
		var read object
		if err := json.Unmarshal([]byte(text), &read); err != nil {
			t.Fatal(err)
		}
		if again, err := json.Marshal(read); err != nil || string(again) != text {
			t.Errorf("%s: %s %v", text, again, err)
		}
	}
	skips := *rule
	skips.Skips = []Missing{Empty}
	skips.Raises = map[Missing]Exception{Null: "no-x"}
	for payload, expected := range map[string]string{
		`{}`:         `[{"exception":null,"wrong":"absent","scope":"document","source":"x","target":"y","charter":"a.kdl:1"}]`,
		`{"x":null}`: `[{"exception":"no-x","wrong":"null","scope":"document","source":"x","target":"y","charter":"a.kdl:1"}]`,
		`{"x":""}`:   `[]`,
		`{"x":[]}`:   `[]`,
		`{"x":0}`:    `[{"exception":null,"wrong":"wrong-type","scope":"document","source":"x","target":"y","value":0,"charter":"a.kdl:1"}]`,
	} {
		place := given(t, payload)
		result := ResultOf(place, Text(place, &skips, Value(place, &skips)))
		if problems, err := json.Marshal(result.Problems); err != nil || string(problems) != expected {
			t.Errorf("%s: %s %v", payload, problems, err)
		}
	}
}

func TestAProblemOfALineSetsAsideTheLine(t *testing.T) {
	list := &Rule{Foreign: []Key{{Name: "items", With: nil}}, Field: "lines", Scope: ScopeDocument}
	sku := &Rule{Charter: "a.kdl:2", Foreign: []Key{{Name: "sku"}}, Field: "sku", Scope: ScopeLine}
	place := given(t, `{"items":[{"sku":"a"},{},{"sku":7},{"sku":"b"}]}`)
	lines := ReadEach(place, list, func(line *Place) *string { return Text(line, sku, Value(line, sku)) })
	result := ResultOf(place, &lines)
	if result.Value == nil || strings.Join(lines, "") != "ab" || len(result.Problems) != 2 {
		t.Errorf("%v", result)
	}
	if problem := result.Problems[1]; problem.Source != "items[2].sku" || problem.Target != "lines[1].sku" {
		t.Errorf("%v", problem)
	}
	place = given(t, `{"items":[{"sku":"a"},1]}`)
	refused := ResultOf(place, Of(ReadEach(place, list, func(*Place) *string { return Of("x") })))
	if refused.Value != nil || refused.Problems[0].Source != "items[1]" {
		t.Errorf("%v", refused)
	}
}

func TestAPartOfAListIsFoundByItsQualifier(t *testing.T) {
	keys := []Key{{Name: "N1", With: []Pair{{Name: "N101", Value: "ST"}}}, {Name: "N102"}}
	place := given(t, `{"N1":[{"N101":"BT","N102":"a"},7,{"N101":"ST","N102":"b"},{"N101":"ST","N102":"c"}]}`)
	if found := Column(place, keys); found != "b" {
		t.Error(found)
	}
	if path := written(keys); path != "N1[N101=ST].N102" {
		t.Error(path)
	}
}

func TestCodesAreLookedUpByValue(t *testing.T) {
	table := map[any]string{"A": "a", json.Number("1"): "one", true: "yes"}
	for payload, expected := range map[string]string{
		`"A"`: "a", `1`: "one", `1.0`: "one", `true`: "yes", `"1"`: "!unknown-code", `[1]`: "!unknown-code", `{}`: "!unknown-code",
	} {
		place := given(t, `{"x":`+payload+`}`)
		if found := text(Decoded(place, rule, Value(place, rule), table, ""), place, same[string]); found != expected {
			t.Errorf("%s: %s", payload, found)
		}
	}
	silent := map[string]*string{"a": Of("A"), "b": nil}
	for code, expected := range map[string]string{"a": "A", "b": "nothing", "c": "!unknown-code"} {
		place := Start()
		if found := text(EncodedOrAbsent(place, rule, &code, silent, ""), place, same[string]); found != expected {
			t.Errorf("%s: %s", code, found)
		}
	}
}
