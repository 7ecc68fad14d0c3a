#!/bin/sh
# plant
http --check-status --ignore-stdin --body \
  POST "${ORCHARD_BASE_URL:?set ORCHARD_BASE_URL}"/trees \
  length:=70.34 \
  'branches[0][length]:=69.84' \
  'leaf[branch][length]:=98.49' \
  'leaf[next][branch][length]:=75.8' \
  'leaf[next][next][branch][length]:=76.54' \
  'leaf[next][next][next][branch][length]:=80.87' \
  'leaf[next][next][next][next][branch][length]:=29.62' \
  'leaf[next][next][next][next][next][branch][length]:=76.13' \
  'leaf[next][next][next][next][next][next][branch][length]:=87.34' \
  'leaf[next][next][next][next][next][next][next][branch][length]:=21.91' \
  'leaf[next][next][next][next][next][next][next][next][branch][length]:=41.61' \
  'leaf[next][next][next][next][next][next][next][next][next][branch][length]:=91.01' \
  'leaf[next][next][next][next][next][next][next][next][next][next][branch][length]:=85.82' \
  'leaf[next][next][next][next][next][next][next][next][next][next][next][branch][length]:=68.99' \
  'leaf[next][next][next][next][next][next][next][next][next][next][next][next]:=null' \
  'by_name[key1][length]:=28.03'
