package mapping

import (
	"strconv"
	"strings"
	"sync"
	"time"
	_ "time/tzdata" // Where the platform has no database of zones.
	"unicode/utf8"
)

// Instant is a point in time in UTC, as `2026-03-08T04:30:00Z`, without zeros at
// the end of its fraction.
type Instant string

// CalendarDate is a day of the calendar, as `2026-03-08`.
type CalendarDate string

// LocalTime is a date and a time on the clocks of one place, as
// `2026-03-07T22:30:00`.
type LocalTime string

// Gap is what happens with a local time that does not exist, because the clocks
// were put forward.
type Gap string

// What happens with a local time that does not exist.
const (
	GapLater   Gap = "later"
	GapEarlier Gap = "earlier"
	GapRaise   Gap = "raise"
)

// Overlap is what happens with a local time that exists twice, because the
// clocks were put back.
type Overlap string

// What happens with a local time that exists twice.
const (
	OverlapFirst  Overlap = "first"
	OverlapSecond Overlap = "second"
	OverlapRaise  Overlap = "raise"
)

const (
	dateForm  = "yyyy-MM-dd"
	localForm = "yyyy-MM-dd'T'HH:mm:ss"
)

// ToInstant takes a point in time with its offset, as RFC 3339 writes it.
func ToInstant(place *Place, rule *Rule, found *string) *Instant {
	if found == nil {
		return nil
	}
	second, fraction, ok := readInstant(*found)
	if !ok {
		return refused[Instant](place, rule, WrongForm, *found, "")
	}
	return inRange(place, rule, second, fraction, *found)
}

// InstantOfEpoch takes so many units of milliseconds since 1970 as a point in
// time.
func InstantOfEpoch(place *Place, rule *Rule, found *int64, unit int64) *Instant {
	if found == nil {
		return nil
	}
	const most = 1 << 49
	if *found > most/unit || *found < -most/unit {
		return refused[Instant](place, rule, OutOfRange, *found, "")
	}
	at := time.UnixMilli(*found * unit).UTC()
	return inRange(place, rule, at, fractionOf(at), *found)
}

// EpochOf gives a point in time in units of milliseconds since 1970.
func EpochOf(place *Place, rule *Rule, found *Instant, unit int64) *int64 {
	if found == nil {
		return nil
	}
	second, fraction, ok := readInstant(string(*found))
	if !ok {
		return refused[int64](place, rule, WrongForm, *found, "")
	}
	milliseconds := second.UnixMilli() + thousandths(fraction)
	if len(fraction) > 3 || milliseconds%unit != 0 {
		return refused[int64](place, rule, NotExact, *found, "")
	}
	milliseconds /= unit
	return &milliseconds
}

// InstantOfLocal takes a local time by a pattern, in a zone of the IANA
// database.
func InstantOfLocal(
	place *Place, rule *Rule, found *string, pattern, zone string, gap Gap, overlap Overlap, exception Exception,
) *Instant {
	if found == nil {
		return nil
	}
	clock, ok := formOf(pattern).read(*found)
	if !ok {
		return refused[Instant](place, rule, WrongForm, *found, "")
	}
	real, before, after := offsetsOf(clock, locationOf(zone))
	var offset time.Duration
	switch {
	case len(real) == 1 || len(real) > 1 && overlap == OverlapFirst:
		offset = real[0]
	case len(real) > 1 && overlap == OverlapSecond:
		offset = real[1]
	case len(real) == 0 && gap == GapLater:
		offset = before
	case len(real) == 0 && gap == GapEarlier:
		offset = after
	default:
		return refused[Instant](place, rule, WrongForm, *found, exception)
	}
	at := clock.Add(-offset)
	return inRange(place, rule, at, fractionOf(at), *found)
}

// LocalOf gives a point in time on the clocks of a zone, by a pattern.
func LocalOf(place *Place, rule *Rule, found *Instant, pattern, zone string) *string {
	if found == nil {
		return nil
	}
	second, fraction, ok := readInstant(string(*found))
	if !ok {
		return refused[string](place, rule, WrongForm, *found, "")
	}
	_, offset := second.In(locationOf(zone)).Zone()
	clock := second.Add(time.Duration(offset)*time.Second + time.Duration(thousandths(fraction))*time.Millisecond)
	if !isInCalendar(clock) {
		return refused[string](place, rule, OutOfRange, *found, "")
	}
	text := formOf(pattern).write(clock)
	return &text
}

// DateIn gives the date that it is in a zone at a point in time.
func DateIn(place *Place, rule *Rule, found *Instant, zone string) *CalendarDate {
	return (*CalendarDate)(LocalOf(place, rule, found, dateForm, zone))
}

// ToDate takes a date by a pattern.
func ToDate(place *Place, rule *Rule, found *string, pattern string) *CalendarDate {
	return (*CalendarDate)(rewritten(place, rule, found, pattern, dateForm))
}

// DateAs gives a date in the form of a pattern.
func DateAs(found *CalendarDate, pattern string) *string {
	return inForm((*string)(found), dateForm, pattern)
}

// DaysLater gives the date so many days later.
func DaysLater(place *Place, rule *Rule, found *CalendarDate, days int) *CalendarDate {
	if found == nil {
		return nil
	}
	clock, ok := formOf(dateForm).read(string(*found))
	if !ok {
		return refused[CalendarDate](place, rule, WrongForm, *found, "")
	}
	// No two days of the calendar are farther apart.
	const most = 10_000 * 366
	later := clock.AddDate(0, 0, max(-most, min(days, most)))
	if !isInCalendar(later) {
		return refused[CalendarDate](place, rule, OutOfRange, *found, "")
	}
	date := CalendarDate(formOf(dateForm).write(later))
	return &date
}

// ToLocalTime takes a date and a time on the clocks of one place, by a pattern.
func ToLocalTime(place *Place, rule *Rule, found *string, pattern string) *LocalTime {
	return (*LocalTime)(rewritten(place, rule, found, pattern, localForm))
}

// LocalTimeAs gives a local time in the form of a pattern.
func LocalTimeAs(found *LocalTime, pattern string) *string {
	return inForm((*string)(found), localForm, pattern)
}

// rewritten takes a text of one pattern in the form of another.
func rewritten(place *Place, rule *Rule, found *string, from, into string) *string {
	made := inForm(found, from, into)
	if made == nil && found != nil {
		return refused[string](place, rule, WrongForm, *found, "")
	}
	return made
}

// inForm gives a text of one pattern in the form of another; nil where it has
// not the form.
func inForm(found *string, from, into string) *string {
	if found == nil {
		return nil
	}
	clock, ok := formOf(from).read(*found)
	if !ok {
		return nil
	}
	text := formOf(into).write(clock)
	return &text
}

// inRange gives a point in time of the years 0 to 9999.
func inRange(place *Place, rule *Rule, second time.Time, fraction string, found any) *Instant {
	if !isInCalendar(second) {
		return refused[Instant](place, rule, OutOfRange, found, "")
	}
	text := formOf(localForm).write(second)
	if digits := strings.TrimRight(fraction, "0"); digits != "" {
		text += "." + digits
	}
	instant := Instant(text + "Z")
	return &instant
}

// isInCalendar says whether a clock's reading lies in the years 0 to 9999.
func isInCalendar(clock time.Time) bool {
	return clock.Year() >= 0 && clock.Year() <= 9999
}

// fractionOf gives the digits of the milliseconds.
func fractionOf(at time.Time) string {
	return padded(at.Nanosecond()/int(time.Millisecond), 3)
}

// thousandths gives the milliseconds of a fraction.
func thousandths(fraction string) int64 {
	milliseconds, err := strconv.ParseInt((fraction + "000")[:3], 10, 64)
	if err != nil {
		return 0
	}
	return milliseconds
}

// readInstant gives the whole second in UTC, and the digits of the fraction.
func readInstant(text string) (time.Time, string, bool) {
	const length = len("2026-03-08T04:30:00")
	if len(text) <= length || !strings.ContainsRune("Tt ", rune(text[10])) {
		return time.Time{}, "", false
	}
	clock, ok := formOf(localForm).read(text[:10] + "T" + text[11:length])
	if !ok {
		return time.Time{}, "", false
	}
	rest, fraction := text[length:], ""
	if rest[0] == '.' {
		rest = strings.TrimLeft(rest[1:], "0123456789")
		fraction = text[length+1 : len(text)-len(rest)]
		if fraction == "" {
			return time.Time{}, "", false
		}
	}
	offset, ok := offsetIn(rest)
	return clock.Add(-offset), fraction, ok
}

// offsetIn reads `Z`, `+01:00` or `-07:00`.
func offsetIn(text string) (time.Duration, bool) {
	if text == "Z" || text == "z" {
		return 0, true
	}
	if len(text) != len("+01:00") || text[3] != ':' || text[0] != '+' && text[0] != '-' ||
		!areDigits(text[1:3]) || !areDigits(text[4:]) {
		return 0, false
	}
	hours, minutes := number(text[1:3]), number(text[4:])
	if hours > 23 || minutes > 59 {
		return 0, false
	}
	offset := time.Duration(hours)*time.Hour + time.Duration(minutes)*time.Minute
	if text[0] == '-' {
		offset = -offset
	}
	return offset, true
}

// number gives the number that some digits say.
func number(digits string) int {
	number := 0
	for at := 0; at < len(digits); at++ {
		number = number*10 + int(digits[at]-'0')
	}
	return number
}

// padded gives a number with at least so many digits.
func padded(number, length int) string {
	digits := strconv.Itoa(number)
	return strings.Repeat("0", max(0, length-len(digits))) + digits
}

// zones has the zones that were used.
var zones sync.Map

// locationOf gives a zone. The charter's zones are those of the IANA database;
// it panics where the platform does not know one.
func locationOf(zone string) *time.Location {
	if location, ok := zones.Load(zone); ok {
		return location.(*time.Location)
	}
	location, err := time.LoadLocation(zone)
	if err != nil {
		panic(err)
	}
	zones.Store(zone, location)
	return location
}

// offsetsOf gives the offsets from UTC with which the clocks of a zone show a
// reading, that of the earlier point in time first; where there is none, those
// before and after the clocks were put forward.
func offsetsOf(clock time.Time, zone *time.Location) (real []time.Duration, before, after time.Duration) {
	// No clock is a day and two hours away from UTC.
	const most = 26 * time.Hour
	for at := clock.Add(-most).In(zone); ; {
		_, seconds := at.Zone()
		offset := time.Duration(seconds) * time.Second
		start, end := at.ZoneBounds()
		point := clock.Add(-offset)
		switch {
		case !end.IsZero() && !point.Before(end):
			before = offset
		case !start.IsZero() && point.Before(start):
			if len(real) == 0 {
				return real, before, offset
			}
		default:
			real = append(real, offset)
		}
		if end.IsZero() || end.After(clock.Add(most)) {
			return real, before, offset
		}
		at = end
	}
}

// field is a field of a time, or characters that stand for themselves.
type field struct {
	// at is the position of the field in a time, from the year to the
	// millisecond; negative for characters that stand for themselves.
	at   int
	text string
}

// form is a pattern of a date or a time, as `yyyy-MM-dd'T'HH:mm:ss`.
type form []field

var fields = [...]string{"yyyy", "MM", "dd", "HH", "mm", "ss", "SSS"}

// forms has the patterns that were used.
var forms sync.Map

// formOf takes a pattern apart.
func formOf(pattern string) form {
	if known, ok := forms.Load(pattern); ok {
		return known.(form)
	}
	var made form
	for rest := pattern; rest != ""; {
		var next field
		next, rest = firstField(rest)
		made = append(made, next)
	}
	forms.Store(pattern, made)
	return made
}

// firstField gives the first field of a pattern, and what follows it. What is no
// field stands for itself, and so does all between single quotes.
func firstField(pattern string) (field, string) {
	for at, name := range fields {
		if rest, ok := strings.CutPrefix(pattern, name); ok {
			return field{at: at, text: name}, rest
		}
	}
	if quoted, ok := strings.CutPrefix(pattern, "'"); ok {
		if inside, rest, ok := strings.Cut(quoted, "'"); ok {
			return field{at: -1, text: inside}, rest
		}
	}
	_, size := utf8.DecodeRuneInString(pattern)
	return field{at: -1, text: pattern[:size]}, pattern[size:]
}

// read gives the reading of a clock; a field that the pattern has not is at its
// start. It fails when the text has not the form, or when there is no such day
// or hour.
func (f form) read(text string) (time.Time, bool) {
	values := [len(fields)]int{0, 1, 1}
	var known [len(fields)]bool
	for _, part := range f {
		if part.at < 0 {
			rest, ok := strings.CutPrefix(text, part.text)
			if !ok {
				return time.Time{}, false
			}
			text = rest
			continue
		}
		length := len(part.text)
		if len(text) < length || !areDigits(text[:length]) {
			return time.Time{}, false
		}
		// A field that is written twice counts where it stands first.
		if !known[part.at] {
			values[part.at], known[part.at] = number(text[:length]), true
		}
		text = text[length:]
	}
	year, month, day, hour, minute, second := values[0], values[1], values[2], values[3], values[4], values[5]
	clock := time.Date(
		year, time.Month(month), day, hour, minute, second, values[6]*int(time.Millisecond), time.UTC,
	)
	same := clock.Month() == time.Month(month) && clock.Day() == day &&
		clock.Hour() == hour && clock.Minute() == minute && clock.Second() == second
	return clock, text == "" && same
}

// write gives the reading of a clock in this form.
func (f form) write(clock time.Time) string {
	values := [len(fields)]int{
		clock.Year(), int(clock.Month()), clock.Day(), clock.Hour(), clock.Minute(), clock.Second(),
		clock.Nanosecond() / int(time.Millisecond),
	}
	var text strings.Builder
	for _, part := range f {
		if part.at < 0 {
			text.WriteString(part.text)
		} else {
			text.WriteString(padded(values[part.at], len(part.text)))
		}
	}
	return text.String()
}
