module shop

// Members that are not there are left out of JSON by `omitzero`.
go 1.24
