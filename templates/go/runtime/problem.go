// Package mapping holds what generated mappings share: exact decimal numbers,
// steps on values, and problems as data. It is the same for every charter.
package mapping

import (
	"encoding/json"
	"strconv"
	"strings"
)

// Scope is what a problem sets aside, while the rest goes on.
type Scope string

// The scopes, from the smallest to the largest.
const (
	ScopeField       Scope = "field"
	ScopeLine        Scope = "line"
	ScopeDocument    Scope = "document"
	ScopeInterchange Scope = "interchange"
)

// Wrong is what is wrong with a value.
type Wrong string

// What can be wrong with a value.
const (
	IsMissing       Wrong = "absent"
	NullFound       Wrong = "null"
	EmptyFound      Wrong = "empty"
	WrongType       Wrong = "wrong-type"
	WrongForm       Wrong = "wrong-form"
	NotExact        Wrong = "not-exact"
	TooLong         Wrong = "too-long"
	TooShort        Wrong = "too-short"
	TooManyDigits   Wrong = "too-many-digits"
	OutOfRange      Wrong = "out-of-range"
	NotDivisible    Wrong = "not-divisible"
	UnknownCode     Wrong = "unknown-code"
	WrongCheckDigit Wrong = "wrong-check-digit"
	TooFew          Wrong = "too-few"
	TooMany         Wrong = "too-many"
	InPart          Wrong = "incomplete"
	NotAsRequired   Wrong = "not-as-required"
)

// Exception is the name of an exception of the charter; empty where none is
// named, which is null in JSON.
type Exception string

// MarshalJSON writes the name, or null.
func (e Exception) MarshalJSON() ([]byte, error) {
	if e == "" {
		return []byte("null"), nil
	}
	return json.Marshal(string(e))
}

// Problem is one thing that went wrong, as data.
type Problem struct {
	// Exception is the one that the charter names for it.
	Exception Exception `json:"exception"`
	Wrong     Wrong     `json:"wrong"`
	Scope     Scope     `json:"scope"`
	// Source says where the value comes from, as `line_items[2].sku`.
	Source string `json:"source"`
	// Target says where it was to go, as `lines[1].sku`.
	Target string `json:"target"`
	// Value is the value as it came, where there is one.
	Value Found `json:"value,omitzero"`
	// Charter is the line of the charter that asks for it.
	Charter string `json:"charter"`
}

// Result is what came out, and everything that went wrong on the way.
type Result[T any] struct {
	// Value is nil where a problem has set the whole document aside.
	Value    *T        `json:"value,omitempty"`
	Problems []Problem `json:"problems"`
}

// Found is a value of a payload, or nothing. Null is a value.
type Found struct {
	Value any
	There bool
}

// Holds is a value that is there.
func Holds(value any) Found {
	return Found{Value: value, There: true}
}

// MarshalJSON writes the value.
func (f Found) MarshalJSON() ([]byte, error) {
	return json.Marshal(f.Value)
}

// Key leads to a member of a payload; or, with pairs, to the one part of a list
// that has these values.
type Key struct {
	Name string
	With []Pair
}

// Pair is a member that tells a part of a list from its neighbours.
type Pair struct {
	Name  string
	Value string
}

// Missing is one of three different ways of not being there.
type Missing string

// The ways of not being there.
const (
	Absent Missing = "absent"
	Null   Missing = "null"
	Empty  Missing = "empty"
)

// Rule is one line of the charter: which value of a payload is which field of
// the object.
type Rule struct {
	Charter string
	// Foreign has the keys that lead to the value, from the part of the payload
	// at hand.
	Foreign []Key
	// Field is the field, from the part of the object at hand.
	Field string
	Scope Scope
	// Skips says what may be, and leaves the field absent.
	Skips []Missing
	// Raises says what is raised when it is missing all the same.
	Raises map[Missing]Exception
}

// ofField is the rule with no more than the field to set aside.
func (r *Rule) ofField() *Rule {
	rule := *r
	rule.Scope = ScopeField
	return &rule
}

func (r *Rule) skips(how Missing) bool {
	for _, skipped := range r.Skips {
		if skipped == how {
			return true
		}
	}
	return false
}

// report has all problems of one run, and whether they leave anything to go on
// with.
type report struct {
	reads    bool
	problems []Problem
	refused  bool
}

// Place is a part of a payload and of the object that it stands for.
type Place struct {
	report *report
	// part is that of the payload when reading; not there when it is missing,
	// or when writing.
	part  Found
	above *Place
	rule  *Rule
	// at and fieldAt are the positions of a line in the payload and in the
	// object.
	at, fieldAt int
	isLine      bool
	// failed says whether a problem has set the line aside.
	failed bool
}

// isMissing says whether the part is not there; whoever found that out has
// reported it.
func (p *Place) isMissing() bool {
	return !p.part.There
}

// find gives the value that the keys lead to.
func (p *Place) find(keys []Key) Found {
	found := p.part
	for at := range keys {
		key := &keys[at]
		found = member(found, key.Name)
		if key.With != nil {
			found = qualified(found, key.With)
		}
	}
	return found
}

func (p *Place) inside(rule *Rule, part Found) *Place {
	return &Place{report: p.report, part: part, above: p, rule: rule}
}

func (p *Place) line(rule *Rule, part Found, foreign, field int) *Place {
	return &Place{report: p.report, part: part, above: p, rule: rule, at: foreign, fieldAt: field, isLine: true}
}

// problem takes note of a problem.
func (p *Place) problem(rule *Rule, wrong Wrong, value Found, exception Exception) {
	foreign := p.path(written(rule.Foreign), (*Place).foreign)
	field := p.path(rule.Field, (*Place).field)
	if !p.report.reads {
		foreign, field = field, foreign
	}
	p.report.problems = append(p.report.problems, Problem{
		Exception: exception,
		Wrong:     wrong,
		Scope:     rule.Scope,
		Source:    foreign,
		Target:    field,
		Value:     value,
		Charter:   rule.Charter,
	})
	if rule.Scope == ScopeLine {
		if line := p.nearestLine(); line != nil {
			line.failed = true
			return
		}
	}
	if rule.Scope != ScopeField {
		p.report.refused = true
	}
}

func (p *Place) nearestLine() *Place {
	for place := p; place != nil; place = place.above {
		if place.isLine {
			return place
		}
	}
	return nil
}

// foreign is the step that leads to the place in the payload.
func (p *Place) foreign() string {
	if p.rule == nil {
		return ""
	}
	if p.isLine {
		return written(p.rule.Foreign) + "[" + strconv.Itoa(p.at) + "]"
	}
	return written(p.rule.Foreign)
}

// field is the step that leads to the place in the object.
func (p *Place) field() string {
	if p.rule == nil {
		return ""
	}
	if p.isLine {
		return p.rule.Field + "[" + strconv.Itoa(p.fieldAt) + "]"
	}
	return p.rule.Field
}

func (p *Place) path(last string, step func(*Place) string) string {
	parts := []string{last}
	for place := p; place != nil; place = place.above {
		parts = append(parts, step(place))
	}
	var path strings.Builder
	for at := len(parts) - 1; at >= 0; at-- {
		if parts[at] == "" {
			continue
		}
		if path.Len() > 0 {
			path.WriteByte('.')
		}
		path.WriteString(parts[at])
	}
	return path.String()
}

func member(of Found, name string) Found {
	object, ok := of.Value.(map[string]any)
	if !ok {
		return Found{}
	}
	value, there := object[name]
	return Found{Value: value, There: there}
}

// qualified gives the part of a list that a qualifier tells from its
// neighbours, never its position; the first of several.
func qualified(of Found, pairs []Pair) Found {
	list, _ := of.Value.([]any)
	for _, part := range list {
		if has(part, pairs) {
			return Holds(part)
		}
	}
	return Found{}
}

func has(part any, pairs []Pair) bool {
	for _, pair := range pairs {
		if value, ok := member(Holds(part), pair.Name).Value.(string); !ok || value != pair.Value {
			return false
		}
	}
	return true
}

// written gives keys as a charter writes them.
func written(keys []Key) string {
	var path strings.Builder
	for at, key := range keys {
		if at > 0 {
			path.WriteByte('.')
		}
		path.WriteString(key.Name)
		if key.With == nil {
			continue
		}
		path.WriteByte('[')
		for at, pair := range key.With {
			if at > 0 {
				path.WriteByte(',')
			}
			path.WriteString(pair.Name + "=" + pair.Value)
		}
		path.WriteByte(']')
	}
	return path.String()
}
