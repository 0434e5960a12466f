package mapping

import (
	"encoding/json"
	"errors"
	"io"
	"strings"
)

// Parse reads a payload so that no number loses a digit.
func Parse(payload string) (any, error) {
	decoder := json.NewDecoder(strings.NewReader(payload))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return nil, err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("something follows the value")
	}
	return value, nil
}

// refused takes note of a problem; nil stands for the value that there is not.
func refused[T any](place *Place, rule *Rule, wrong Wrong, value any, exception Exception) *T {
	place.problem(rule, wrong, Holds(value), exception)
	return nil
}

// RootOf gives the part of a payload in which the object is.
func RootOf(payload any, rule *Rule) *Place {
	return Part(&Place{report: &report{reads: true}, part: Holds(payload)}, rule)
}

// Start gives the start of what is written.
func Start() *Place {
	return &Place{report: &report{}}
}

// ResultOf gives what came out of it all.
func ResultOf[T any](place *Place, made *T) Result[T] {
	problems := place.report.problems
	if problems == nil {
		problems = []Problem{}
	}
	if place.report.refused {
		made = nil
	}
	return Result[T]{Value: made, Problems: problems}
}

// AndThen gives one result made of another, with the problems of both.
func AndThen[T, U any](first Result[T], next func(*T) Result[U]) Result[U] {
	if first.Value == nil {
		return Result[U]{Problems: first.Problems}
	}
	second := next(first.Value)
	second.Problems = append(first.Problems, second.Problems...)
	return second
}

// Value gives the value of a rule, when it is there and neither null nor empty.
func Value(place *Place, rule *Rule) Found {
	found := place.find(rule.Foreign)
	switch {
	case !found.There:
		if !place.isMissing() {
			missing(place, rule, Absent)
		}
		return Found{}
	case found.Value == nil:
		missing(place, rule, Null)
		return Found{}
	case isEmpty(found) && (rule.Raises[Empty] != "" || rule.skips(Empty)):
		missing(place, rule, Empty)
		return Found{}
	default:
		return found
	}
}

// Present gives the value that is written, when it is there.
func Present[T any](place *Place, rule *Rule, found *T) *T {
	if found == nil {
		missing(place, rule, Absent)
	}
	return found
}

// PresentList gives the list that is written, when it is there.
func PresentList[T any](place *Place, rule *Rule, found []T) []T {
	if found == nil {
		missing(place, rule, Absent)
	}
	return found
}

func missing(place *Place, rule *Rule, how Missing) {
	if !rule.skips(how) {
		place.problem(rule, Wrong(how), Found{}, rule.Raises[how])
	}
}

func isEmpty(found Found) bool {
	switch value := found.Value.(type) {
	case string:
		return value == ""
	case []any:
		return len(value) == 0
	default:
		return false
	}
}

// IsAbsent says whether the part is there and the value is not in it.
func IsAbsent(place *Place, rule *Rule) bool {
	return !place.isMissing() && !place.find(rule.Foreign).There
}

// IsNull says whether the value is null.
func IsNull(place *Place, rule *Rule) bool {
	return IsNullAt(place, rule.Foreign)
}

// IsEmptyValue says whether the value is an empty text or list.
func IsEmptyValue(place *Place, rule *Rule) bool {
	return isEmpty(place.find(rule.Foreign))
}

// Part gives a part of the payload.
func Part(place *Place, rule *Rule) *Place {
	found := Value(place, rule)
	if _, ok := found.Value.(map[string]any); found.There && !ok {
		place.problem(rule, WrongType, found, "")
		return place.inside(rule, Found{})
	}
	return place.inside(rule, found)
}

// ReadEach gives the lines of a list that are read; one element is still a
// list.
func ReadEach[T any](place *Place, rule *Rule, read func(*Place) *T) []T {
	found := Value(place, rule)
	if !found.There {
		return nil
	}
	items, ok := found.Value.([]any)
	if !ok {
		place.problem(rule, WrongType, found, "")
		return nil
	}
	lines := make([]T, 0, len(items))
	for index, item := range items {
		line := place.line(rule, Holds(item), index, len(lines))
		if _, ok := item.(map[string]any); !ok {
			line.problem(&Rule{Charter: rule.Charter, Scope: rule.Scope}, WrongType, Holds(item), "")
			continue
		}
		if made := read(line); made != nil && !line.failed {
			lines = append(lines, *made)
		}
	}
	return lines
}

// WriteEach gives the lines of a list that are written.
func WriteEach[T, U any](place *Place, rule *Rule, items []T, write func(*Place, *T) *U) []U {
	if items == nil {
		missing(place, rule, Absent)
		return nil
	}
	lines := make([]U, 0, len(items))
	for index := range items {
		line := place.line(rule, Found{}, len(lines), index)
		if made := write(line, &items[index]); made != nil && !line.failed {
			lines = append(lines, *made)
		}
	}
	return lines
}

// Counted gives a list that has as many parts as the charter allows.
func Counted[T any](place *Place, rule *Rule, list []T, least, most int) []T {
	count := len(list)
	switch {
	case list == nil || count >= least && count <= most:
		return list
	case count < least:
		place.problem(rule, TooFew, Holds(count), "")
	default:
		place.problem(rule, TooMany, Holds(count), "")
	}
	return nil
}

// Text gives a text, and nothing that only looks like one.
func Text(place *Place, rule *Rule, found Found) *string {
	return typed[string](place, rule, found)
}

// Truth gives true or false.
func Truth(place *Place, rule *Rule, found Found) *bool {
	return typed[bool](place, rule, found)
}

func typed[T any](place *Place, rule *Rule, found Found) *T {
	if !found.There {
		return nil
	}
	value, ok := found.Value.(T)
	if !ok {
		return refused[T](place, rule, WrongType, found.Value, "")
	}
	return &value
}

// NotNull gives a value that may not be null.
func NotNull[T any](place *Place, rule *Rule, found Nullable[T]) *T {
	if found.IsNull() {
		missing(place, rule, Null)
	} else if found.IsZero() {
		missing(place, rule, Absent)
	}
	return found.Value()
}

// Incomplete takes note that parts are only there together, where one of them is
// there and another is not.
func Incomplete(place *Place, rule *Rule, there ...bool) {
	for _, part := range there {
		// Where a part was refused, that has been said.
		if part && !place.report.refused {
			place.problem(rule, InPart, Found{}, "")
			return
		}
	}
}

// Column gives a status column; one that is missing reads as null.
func Column(place *Place, keys []Key) any {
	return place.find(keys).Value
}

// NoState takes note of status columns that stand for no state.
func NoState[T any](place *Place, rule *Rule, columns []any, exception Exception) *T {
	return refused[T](place, rule, UnknownCode, columns, exception)
}

// Decoded gives our code for a foreign one.
func Decoded[T any](place *Place, rule *Rule, found Found, table map[any]T, exception Exception) *T {
	if !found.There {
		return nil
	}
	value, ok := table[codeOf(found.Value)]
	if !ok {
		return refused[T](place, rule, UnknownCode, found.Value, exception)
	}
	return &value
}

// DecodedOr gives our code for a foreign one, or one that is assumed; that is a
// problem only where the charter names an exception.
func DecodedOr[T any](place *Place, rule *Rule, found Found, table map[any]T, assumed T, exception Exception) *T {
	if !found.There {
		return nil
	}
	if value, ok := table[codeOf(found.Value)]; ok {
		return &value
	}
	if exception != "" {
		place.problem(rule.ofField(), UnknownCode, found, exception)
	}
	return &assumed
}

// Kept gives the other code of a table, or the code itself where it is in no
// row.
func Kept[T, U ~string](found *T, table map[T]U) *U {
	if found == nil {
		return nil
	}
	code, ok := table[*found]
	if !ok {
		code = U(*found)
	}
	return &code
}

// codeOf gives a foreign code as tables have it: equal numbers have one form.
func codeOf(value any) any {
	switch code := value.(type) {
	case string, bool:
		return code
	default:
		if number := numberIn(value); number != nil {
			return json.Number(number.String())
		}
		return Found{}
	}
}

// Encoded gives the foreign code for ours.
func Encoded[T comparable, U any](place *Place, rule *Rule, found *T, table map[T]U, exception Exception) *U {
	if found == nil {
		return nil
	}
	code, ok := table[*found]
	if !ok {
		return refused[U](place, rule, UnknownCode, *found, exception)
	}
	return &code
}

// EncodedOrAbsent gives the foreign code for ours; nil in the table where the
// foreign form cannot say it.
func EncodedOrAbsent[T comparable, U any](place *Place, rule *Rule, found *T, table map[T]*U, exception Exception) *U {
	if code := Encoded(place, rule, found, table, exception); code != nil {
		return *code
	}
	return nil
}

// LookedUp gives what stands in a table for a value that has been looked for
// before.
func LookedUp[T comparable, U any](found *T, table map[T]U) *U {
	if found != nil {
		if code, ok := table[*found]; ok {
			return &code
		}
	}
	return nil
}

// LookedUpOrAbsent does the same in a table with codes that the foreign form
// cannot say.
func LookedUpOrAbsent[T comparable, U any](found *T, table map[T]*U) *U {
	if found == nil {
		return nil
	}
	return table[*found]
}

// Constant takes note of a value that is not as the payload must have it.
func Constant(place *Place, rule *Rule, found Found, wanted any) {
	if found.There && !IsValue(found.Value, wanted) {
		place.problem(rule, UnknownCode, found, "")
	}
}

// Demand takes note of a condition that must hold and does not.
func Demand(place *Place, rule *Rule, holds bool, exception Exception) {
	if !holds {
		place.problem(rule, NotAsRequired, Found{}, exception)
	}
}

// Of gives a value that is there.
func Of[T any](value T) *T {
	return &value
}

// Or gives the first value where it is there, otherwise the second.
func Or[T any](first *T, second T) *T {
	if first == nil {
		return &second
	}
	return first
}

// Within gives a part of a value; none where there is no such value.
func Within[T, U any](whole *T, part func(*T) U) U {
	if whole == nil {
		var none U
		return none
	}
	return part(whole)
}

// Nullable is a value, null, or nothing, which are three things. The zero value
// is nothing.
type Nullable[T any] struct {
	value *T
	there bool
}

// NullOf gives null.
func NullOf[T any]() Nullable[T] {
	return Nullable[T]{there: true}
}

// NotNullOf gives a value, or nothing where there is none.
func NotNullOf[T any](value *T) Nullable[T] {
	return Nullable[T]{value: value, there: value != nil}
}

// OrNull gives a value, or null where there is none.
func OrNull[T any](value *T) Nullable[T] {
	return Nullable[T]{value: value, there: true}
}

// WithValue gives another value where there is one, and null or nothing where
// there is that.
func WithValue[T, U any](found Nullable[T], value *U) Nullable[U] {
	return Nullable[U]{value: value, there: found.there}
}

// IsZero says whether there is nothing.
func (n Nullable[T]) IsZero() bool {
	return !n.there
}

// IsNull says whether it is null.
func (n Nullable[T]) IsNull() bool {
	return n.there && n.value == nil
}

// Value gives the value; nil where there is none, or where it is null.
func (n Nullable[T]) Value() *T {
	return n.value
}

// MarshalJSON writes the value or null.
func (n Nullable[T]) MarshalJSON() ([]byte, error) {
	return json.Marshal(n.value)
}

// UnmarshalJSON reads a value or null.
func (n *Nullable[T]) UnmarshalJSON(data []byte) error {
	n.there = true
	return json.Unmarshal(data, &n.value)
}
