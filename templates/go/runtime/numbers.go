package mapping

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
)

// jsonNumber gives a number of a payload, whichever way it was decoded.
func jsonNumber(value any) (json.Number, bool) {
	switch number := value.(type) {
	case json.Number:
		return number, true
	case float64:
		return json.Number(strconv.FormatFloat(number, 'g', -1, 64)), true
	default:
		return "", false
	}
}

// ToNumber takes a JSON number.
func ToNumber(place *Place, rule *Rule, found Found) *Decimal {
	if !found.There {
		return nil
	}
	number, ok := jsonNumber(found.Value)
	if !ok {
		return refused[Decimal](place, rule, WrongType, found.Value, "")
	}
	decimal, ok := decimalOfNumber(number)
	if !ok {
		return refused[Decimal](place, rule, NotExact, found.Value, "")
	}
	return &decimal
}

// ToDecimal takes a decimal number as a text, or as a JSON number.
func ToDecimal(place *Place, rule *Rule, found Found, point, thousands string) *Decimal {
	text, ok := found.Value.(string)
	if !ok {
		return ToNumber(place, rule, found)
	}
	plain := text
	if thousands != "" {
		plain = strings.ReplaceAll(plain, thousands, "")
	}
	if point == "." || !strings.Contains(plain, ".") {
		if decimal, ok := ParseDecimal(strings.Replace(plain, point, ".", 1)); ok {
			return &decimal
		}
	}
	return refused[Decimal](place, rule, WrongForm, found.Value, "")
}

// Whole gives a whole number that every reader of JSON holds exactly.
func Whole(place *Place, rule *Rule, found *Decimal) *int64 {
	if found == nil {
		return nil
	}
	if found.scale > 0 {
		return refused[int64](place, rule, TooManyDigits, found.String(), "")
	}
	units := found.whole()
	if !units.IsInt64() || units.Int64() > safeInteger || units.Int64() < -safeInteger {
		return refused[int64](place, rule, NotExact, found.String(), "")
	}
	whole := units.Int64()
	return &whole
}

// Scaled gives a number with at most so many digits after the point: rounded, or
// a problem where no rounding is named.
func Scaled(place *Place, rule *Rule, found *Decimal, scale int, rounding Rounding) *Decimal {
	if found == nil || found.scale <= scale {
		return found
	}
	if rounding == Exact {
		return refused[Decimal](place, rule, TooManyDigits, found.String(), "")
	}
	rounded := found.Rounded(scale, rounding)
	return &rounded
}

// Precise gives a number with at most so many digits in all.
func Precise(place *Place, rule *Rule, found *Decimal, digits int) *Decimal {
	if found == nil || len(strings.TrimPrefix(found.whole().String(), "-")) <= digits {
		return found
	}
	return refused[Decimal](place, rule, TooManyDigits, found.String(), "")
}

// Between gives a number within bounds.
func Between(place *Place, rule *Rule, found, least, most *Decimal, exception Exception) *Decimal {
	if found == nil {
		return nil
	}
	if least != nil && found.Compare(*least) < 0 || most != nil && found.Compare(*most) > 0 {
		return refused[Decimal](place, rule, OutOfRange, found.String(), exception)
	}
	return found
}

// Shifted gives the number with its decimal point moved to the left by so many
// digits; to the right when negative.
func Shifted(found *Decimal, digits int) *Decimal {
	if found == nil {
		return nil
	}
	shifted := found.Shifted(digits)
	return &shifted
}

// Converted gives the number times an exact ratio. Without a rounding the ratio
// must divide it with at most scale digits.
func Converted(
	place *Place, rule *Rule, found *Decimal, above, below string, scale int, rounding Rounding, exception Exception,
) *Decimal {
	if found == nil {
		return nil
	}
	product := found.Times(MustDecimal(above))
	divisor := MustDecimal(below)
	quotient := product.DividedBy(divisor, scale, rounding)
	if rounding == Exact && !quotient.Times(divisor).Equal(product) {
		return refused[Decimal](place, rule, NotDivisible, found.String(), exception)
	}
	return &quotient
}

// Digits gives the digits as a text, with so many after the point.
func Digits(found *Decimal, scale int, point, thousands string) *string {
	if found == nil {
		return nil
	}
	whole, fraction, pointed := strings.Cut(found.Fixed(scale), ".")
	text := grouped(whole, thousands)
	if pointed {
		text += point + fraction
	}
	return &text
}

// grouped gives digits with something between thousands.
func grouped(digits, between string) string {
	if between == "" {
		return digits
	}
	sign := ""
	if strings.HasPrefix(digits, "-") {
		sign, digits = "-", digits[1:]
	}
	var text strings.Builder
	text.WriteString(sign)
	for at, digit := range digits {
		if at > 0 && (len(digits)-at)%3 == 0 {
			text.WriteString(between)
		}
		text.WriteRune(digit)
	}
	return text.String()
}

// ToJSONNumber gives the JSON number that has the same digits.
func ToJSONNumber(place *Place, rule *Rule, found *Decimal) *json.Number {
	if found == nil {
		return nil
	}
	number, ok := found.number()
	if !ok {
		return refused[json.Number](place, rule, NotExact, found.String(), "")
	}
	return &number
}

// NumberOfWhole gives a whole number as a JSON number.
func NumberOfWhole(found *int64) *json.Number {
	if found == nil {
		return nil
	}
	number := json.Number(strconv.FormatInt(*found, 10))
	return &number
}

// OfWhole gives a whole number as a decimal number.
func OfWhole(found *int64) *Decimal {
	if found == nil {
		return nil
	}
	decimal := DecimalOf(*found)
	return &decimal
}

// NoLimit is the limit of a length or a count that has none.
const NoLimit = math.MaxInt
