package mapping

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A character is a Unicode code point.

// isSpace says what white space is: what ECMAScript takes for it. Other than in
// Unicode's list, the byte order mark is one of it and U+0085 is not.
func isSpace(c rune) bool {
	return c == '\uFEFF' || c != '\u0085' && unicode.IsSpace(c)
}

// made gives the text that a function makes of another.
func made(found *string, make func(string) string) *string {
	if found == nil {
		return nil
	}
	text := make(*found)
	return &text
}

// cut gives a part of a text; a problem where it has no such part.
func cut(place *Place, rule *Rule, found *string, part func(string) (string, bool)) *string {
	if found == nil {
		return nil
	}
	text, ok := part(*found)
	if !ok {
		return refused[string](place, rule, WrongForm, *found, "")
	}
	return &text
}

// Trim gives the text without white space at its ends.
func Trim(found *string) *string {
	return made(found, func(text string) string { return strings.TrimFunc(text, isSpace) })
}

// Collapse makes one space of every run of white space.
func Collapse(found *string) *string {
	return made(found, func(text string) string {
		var rest strings.Builder
		inSpace := false
		for _, c := range text {
			space := isSpace(c)
			if !space {
				rest.WriteRune(c)
			} else if !inSpace {
				rest.WriteByte(' ')
			}
			inSpace = space
		}
		return rest.String()
	})
}

// UpperCase gives the text in upper case.
func UpperCase(found *string) *string {
	return made(found, upper)
}

// LowerCase gives the text in lower case.
func LowerCase(found *string) *string {
	return made(found, lower)
}

// WithoutPrefix gives the text after a prefix that must be there.
func WithoutPrefix(place *Place, rule *Rule, found *string, prefix string) *string {
	return cut(place, rule, found, func(text string) (string, bool) { return strings.CutPrefix(text, prefix) })
}

// WithPrefix gives the text with another before it.
func WithPrefix(found *string, prefix string) *string {
	return made(found, func(text string) string { return prefix + text })
}

// WithoutSuffix gives the text before a suffix that must be there.
func WithoutSuffix(place *Place, rule *Rule, found *string, suffix string) *string {
	return cut(place, rule, found, func(text string) (string, bool) { return strings.CutSuffix(text, suffix) })
}

// WithSuffix gives the text with another after it.
func WithSuffix(found *string, suffix string) *string {
	return made(found, func(text string) string { return text + suffix })
}

// Before gives the text before the first occurrence of another, which must be
// there.
func Before(place *Place, rule *Rule, found *string, end string) *string {
	return cut(place, rule, found, func(text string) (string, bool) {
		before, _, ok := strings.Cut(text, end)
		return before, ok
	})
}

// After gives the text after the first occurrence of another, which must be
// there.
func After(place *Place, rule *Rule, found *string, start string) *string {
	return cut(place, rule, found, func(text string) (string, bool) {
		_, after, ok := strings.Cut(text, start)
		return after, ok
	})
}

// Characters gives the characters from a position on, at most so many.
func Characters(found *string, from, length int) *string {
	return made(found, func(text string) string { return first(text[offset(text, from):], length) })
}

// first gives at most so many characters.
func first(text string, length int) string {
	return text[:offset(text, length)]
}

// offset says at which byte a character begins; the end of the text where it
// has fewer.
func offset(text string, position int) int {
	for at := range text {
		if position == 0 {
			return at
		}
		position--
	}
	return len(text)
}

// Replaced gives the text with one part replaced by another.
func Replaced(found *string, old, by string) *string {
	return made(found, func(text string) string { return strings.ReplaceAll(text, old, by) })
}

// Side is an end of a text.
type Side string

// The ends of a text.
const (
	Left  Side = "left"
	Right Side = "right"
)

// Padded gives the text, filled up to a length.
func Padded(found *string, length int, fill string, side Side) *string {
	return made(found, func(text string) string {
		rest := strings.Repeat(fill, max(0, length-utf8.RuneCountInString(text)))
		if side == Left {
			return rest + text
		}
		return text + rest
	})
}

// Unpadded gives the text without what fills it up; of a number that is all
// zeros, one stays.
func Unpadded(found *string, fill string, side Side) *string {
	return made(found, func(text string) string {
		least := 0
		if fill == "0" {
			least = 1
		}
		for fill != "" && utf8.RuneCountInString(text) > least {
			shorter := strings.TrimSuffix(text, fill)
			if side == Left {
				shorter = strings.TrimPrefix(text, fill)
			}
			if shorter == text {
				break
			}
			text = shorter
		}
		return text
	})
}

// Truncated gives the first characters; a text that is cut is a problem only
// where the charter names an exception.
func Truncated(place *Place, rule *Rule, found *string, length int, exception Exception) *string {
	if found == nil || utf8.RuneCountInString(*found) <= length {
		return found
	}
	if exception != "" {
		place.problem(rule.ofField(), TooLong, Holds(*found), exception)
	}
	text := first(*found, length)
	return &text
}

// Sized gives a text of a length that the field allows.
func Sized(place *Place, rule *Rule, found *string, least, most int) *string {
	// No text has more characters than bytes: the common case needs no counting.
	if found == nil || least == 0 && len(*found) <= most {
		return found
	}
	length := utf8.RuneCountInString(*found)
	if length > most {
		return refused[string](place, rule, TooLong, *found, "")
	}
	if length < least {
		return refused[string](place, rule, TooShort, *found, "")
	}
	return found
}

// Pattern gives a regular expression that matches a text as a whole.
func Pattern(pattern string) *regexp.Regexp {
	return regexp.MustCompile(`^(?:` + pattern + `)$`)
}

// Matching gives a text that a pattern matches as a whole.
func Matching(place *Place, rule *Rule, found *string, pattern *regexp.Regexp, exception Exception) *string {
	if found == nil || pattern.MatchString(*found) {
		return found
	}
	return refused[string](place, rule, WrongForm, *found, exception)
}

// Matched gives the group `value` of a pattern that must match the text as a
// whole.
func Matched(place *Place, rule *Rule, found *string, pattern *regexp.Regexp, exception Exception) *string {
	if found == nil {
		return nil
	}
	if groups := pattern.FindStringSubmatchIndex(*found); groups != nil {
		if group := 2 * pattern.SubexpIndex("value"); group >= 0 && groups[group] >= 0 {
			text := (*found)[groups[group]:groups[group+1]]
			return &text
		}
	}
	return refused[string](place, rule, WrongForm, *found, exception)
}

// Checked gives an identifier whose last digit checks the others, as GS1
// numbers have it: weights of 3 and 1 from the right.
func Checked(place *Place, rule *Rule, found *string, lengths []int, exception Exception) *string {
	if found == nil || hasCheckDigit(*found, lengths) {
		return found
	}
	return refused[string](place, rule, WrongCheckDigit, *found, exception)
}

func hasCheckDigit(text string, lengths []int) bool {
	if !areDigits(text) {
		return false
	}
	sum, weight := 0, 1
	for at := len(text) - 1; at >= 0; at-- {
		sum += weight * int(text[at]-'0')
		weight = 4 - weight
	}
	for _, length := range lengths {
		if length == len(text) {
			return sum%10 == 0
		}
	}
	return false
}
