// Writes a vulnerability database as Trivy reads it: with Trivy's own code, and built with the versions that its go.mod names.
//
//	known-holes FOLDER < holes.json
package main

import (
	"encoding/json"
	"log"
	"os"
	"time"

	"github.com/aquasecurity/trivy-db/pkg/db"
	"github.com/aquasecurity/trivy-db/pkg/metadata"
	"github.com/aquasecurity/trivy-db/pkg/types"
	bolt "go.etcd.io/bbolt"
)

type hole struct {
	ID, Severity string
	// Who publishes about which packages, such as "debian 12" or "npm::GitHub Security Advisory npm".
	Source   string
	Package  string
	Advisory types.Advisory
}

func main() {
	folder := os.Args[1]
	var holes []hole
	check(json.NewDecoder(os.Stdin).Decode(&holes))
	check(db.Init(folder))
	check(db.Config{}.BatchUpdate(func(tx *bolt.Tx) error {
		for _, hole := range holes {
			if err := put(tx, hole); err != nil {
				return err
			}
		}
		return nil
	}))
	check(db.Close())
	now := time.Now().UTC()
	check(metadata.NewClient(folder).Update(metadata.Metadata{
		Version: db.SchemaVersion, UpdatedAt: now, DownloadedAt: now, NextUpdate: now.Add(24 * time.Hour),
	}))
}

func put(tx *bolt.Tx, hole hole) error {
	dbc := db.Config{}
	if err := dbc.PutDataSource(tx, hole.Source, types.DataSource{ID: "test", Name: hole.Source}); err != nil {
		return err
	}
	if err := dbc.PutAdvisory(tx, []string{hole.Source, hole.Package}, hole.ID, &hole.Advisory); err != nil {
		return err
	}
	return dbc.PutVulnerability(tx, hole.ID, types.Vulnerability{Title: "a hole of the tests", Severity: hole.Severity})
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
