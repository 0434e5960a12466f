package mapping

import "encoding/json"

// ForeignNumber gives a decimal number in the payload, as a text or as a JSON
// number; none for anything else.
func ForeignNumber(place *Place, keys []Key) *Decimal {
	found := place.find(keys)
	if text, ok := found.Value.(string); ok {
		if decimal, ok := ParseDecimal(text); ok {
			return &decimal
		}
		return nil
	}
	return numberIn(found.Value)
}

func numberIn(value any) *Decimal {
	if number, ok := jsonNumber(value); ok {
		if decimal, ok := decimalOfNumber(number); ok {
			return &decimal
		}
	}
	return nil
}

// IsThere says whether the payload has a value there, be it null or empty.
func IsThere(place *Place, keys []Key) bool {
	return place.find(keys).There
}

// IsNullAt says whether the payload has null there.
func IsNullAt(place *Place, keys []Key) bool {
	found := place.find(keys)
	return found.There && found.Value == nil
}

// IsAt says whether the payload has exactly this value there.
func IsAt(place *Place, keys []Key, wanted any) bool {
	found := place.find(keys)
	return found.There && IsValue(found.Value, wanted)
}

// IsValue says whether a value of a payload is a constant of the charter: a
// text, a truth value, null or a number.
func IsValue(found, wanted any) bool {
	switch wanted := wanted.(type) {
	case nil:
		return found == nil
	case string:
		text, ok := found.(string)
		return ok && text == wanted
	case bool:
		truth, ok := found.(bool)
		return ok && truth == wanted
	case json.Number:
		return SameNumber(numberIn(found), numberIn(wanted))
	default:
		return false
	}
}

// Is says whether there is a value, and whether it is this one.
func Is[T comparable](found *T, wanted T) bool {
	return found != nil && *found == wanted
}

// Same says whether two values are the same; two that are not there are.
func Same[T comparable](left, right *T) bool {
	if left == nil || right == nil {
		return left == right
	}
	return *left == *right
}

// Count says how many parts a list has.
func Count[T any](list []T) *Decimal {
	if list == nil {
		return nil
	}
	count := DecimalOf(int64(len(list)))
	return &count
}

// SameNumber says whether two numbers are the same. Nothing can be said of one
// that is not there.
func SameNumber(left, right *Decimal) bool {
	return left != nil && right != nil && left.Equal(*right)
}

// Less says whether the first number is less than the second.
func Less(left, right *Decimal) bool {
	return left != nil && right != nil && left.Compare(*right) < 0
}

// LessOrSame says whether the first number is not greater than the second.
func LessOrSame(left, right *Decimal) bool {
	return left != nil && right != nil && left.Compare(*right) <= 0
}

// Plus gives the sum.
func Plus(left, right *Decimal) *Decimal {
	return ofBoth(left, right, Decimal.Plus)
}

// Minus gives the difference.
func Minus(left, right *Decimal) *Decimal {
	return ofBoth(left, right, Decimal.Minus)
}

// Times gives the product.
func Times(left, right *Decimal) *Decimal {
	return ofBoth(left, right, Decimal.Times)
}

func ofBoth(left, right *Decimal, make func(Decimal, Decimal) Decimal) *Decimal {
	if left == nil || right == nil {
		return nil
	}
	made := make(*left, *right)
	return &made
}

// Earlier says whether the first point in time is before the second.
func Earlier(left, right *Instant) bool {
	if left == nil || right == nil {
		return false
	}
	// Without the Z, a fraction makes the text longer and the time later, as it
	// must.
	return (*left)[:max(0, len(*left)-1)] < (*right)[:max(0, len(*right)-1)]
}
