module mapping

go 1.24
