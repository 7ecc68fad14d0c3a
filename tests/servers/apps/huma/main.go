// A note book on huma, with the side door of serving.py.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"os"
	"strconv"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
	"github.com/danielgtaylor/huma/v2/sse"
)

type object = map[string]any

var (
	lock     sync.Mutex
	held     = map[string]object{}
	order    []string
	seen     = []object{}
	requests = [][2]string{}
)

func see(handler string, values object) {
	lock.Lock()
	defer lock.Unlock()
	values["handler"] = handler
	seen = append(seen, values)
}

func keep(kind, key string, value any) {
	lock.Lock()
	defer lock.Unlock()
	if held[kind] == nil {
		held[kind] = object{}
	}
	held[kind][key] = value
}

// Place is where a note was written.
type Place struct {
	Lat float64 `json:"lat" minimum:"-90" maximum:"90"`
	Lon float64 `json:"lon"`
}

// NewNote is what a caller says about a note.
type NewNote struct {
	Title    string            `json:"title" minLength:"1" maxLength:"40"`
	Kind     string            `json:"kind,omitempty" enum:"plain,to do,secret" default:"plain"`
	Priority *int              `json:"priority,omitempty" minimum:"0" maximum:"9"`
	Tags     []string          `json:"tags,omitempty"`
	Due      *time.Time        `json:"due,omitempty"`
	Place    *Place            `json:"place,omitempty"`
	Labels   map[string]string `json:"labels,omitempty"`
	Data     []byte            `json:"data,omitempty"`
}

// Note is a note that is kept.
type Note struct {
	NewNote
	ID      string    `json:"id"`
	Created time.Time `json:"created"`
}

type noteBody struct {
	Location string `header:"Location"`
	Body     Note
}

type listBody struct {
	Body struct {
		Items []Note `json:"items"`
		Total int    `json:"total"`
	}
}

// Tick is one event.
type Tick struct {
	Number int `json:"number"`
}

// Done is the last event.
type Done struct {
	Reason string `json:"reason"`
}

func notes() []Note {
	lock.Lock()
	defer lock.Unlock()
	all := []Note{}
	for _, id := range order {
		if note, ok := held["notes"][id]; ok {
			all = append(all, note.(Note))
		}
	}
	return all
}

func find(id string) (Note, error) {
	lock.Lock()
	defer lock.Unlock()
	note, ok := held["notes"][id]
	if !ok {
		return Note{}, huma.Error404NotFound("no note " + id)
	}
	return note.(Note), nil
}

func part(start, size int) []Note {
	all := notes()
	return all[min(start, len(all)):min(start+size, len(all))]
}

func register(api huma.API) {
	huma.Register(api, huma.Operation{OperationID: "create-note", Method: "POST", Path: "/notes", DefaultStatus: 201, Tags: []string{"notes"}},
		func(_ context.Context, in *struct{ Body NewNote }) (*noteBody, error) {
			lock.Lock()
			id := "n" + strconv.Itoa(len(order))
			order = append(order, id)
			lock.Unlock()
			note := Note{in.Body, id, time.Now().UTC()}
			keep("notes", id, note)
			return &noteBody{"/notes/" + id, note}, nil
		})
	huma.Register(api, huma.Operation{OperationID: "list-notes", Method: "GET", Path: "/notes", Tags: []string{"notes"}},
		func(_ context.Context, in *struct {
			Offset int       `query:"offset" minimum:"0"`
			Limit  int       `query:"limit" default:"2" maximum:"50"`
			Kind   []string  `query:"kind" enum:"plain,to do,secret"`
			Tags   []string  `query:"tags,explode"`
			Since  time.Time `query:"since"`
			Urgent bool      `query:"urgent"`
		}) (*listBody, error) {
			see("list-notes", object{"offset": in.Offset, "limit": in.Limit, "kind": in.Kind, "tags": in.Tags, "since": in.Since, "urgent": in.Urgent})
			out := &listBody{}
			out.Body.Items, out.Body.Total = part(in.Offset, in.Limit), len(notes())
			return out, nil
		})
	huma.Register(api, huma.Operation{OperationID: "list-notes-by-link", Method: "GET", Path: "/notes-by-link", Tags: []string{"notes"}},
		func(_ context.Context, in *struct {
			Cursor int `query:"cursor"`
		}) (*struct {
			Link string `header:"Link"`
			Body []Note
		}, error) {
			out := &struct {
				Link string `header:"Link"`
				Body []Note
			}{Body: part(in.Cursor, 2)}
			if in.Cursor+2 < len(notes()) {
				out.Link = fmt.Sprintf(`</notes-by-link?cursor=%d>; rel="next"`, in.Cursor+2)
			}
			return out, nil
		})
	huma.Register(api, huma.Operation{OperationID: "get-note", Method: "GET", Path: "/notes/{id}", Tags: []string{"notes"}},
		func(_ context.Context, in *struct {
			ID string `path:"id"`
		}) (*noteBody, error) {
			note, err := find(in.ID)
			return &noteBody{Body: note}, err
		})
	huma.Register(api, huma.Operation{OperationID: "put-note", Method: "PUT", Path: "/notes/{id}", Tags: []string{"notes"}},
		func(_ context.Context, in *struct {
			ID   string `path:"id"`
			Body NewNote
		}) (*noteBody, error) {
			note, err := find(in.ID)
			if err != nil {
				return nil, err
			}
			note.NewNote = in.Body
			keep("notes", in.ID, note)
			return &noteBody{Body: note}, nil
		})
	huma.Register(api, huma.Operation{OperationID: "delete-note", Method: "DELETE", Path: "/notes/{id}", DefaultStatus: 204, Tags: []string{"notes"}},
		func(_ context.Context, in *struct {
			ID string `path:"id"`
		}) (*struct{}, error) {
			if _, err := find(in.ID); err != nil {
				return nil, err
			}
			lock.Lock()
			defer lock.Unlock()
			delete(held["notes"], in.ID)
			return nil, nil
		})
	huma.Register(api, huma.Operation{OperationID: "raw", Method: "POST", Path: "/raw"},
		func(_ context.Context, in *struct {
			RawBody []byte `contentType:"application/octet-stream"`
		}) (*struct{ Body Tick }, error) {
			see("raw", object{"text": string(in.RawBody)})
			return &struct{ Body Tick }{Tick{len(in.RawBody)}}, nil
		})
	huma.Register(api, huma.Operation{OperationID: "upload", Method: "POST", Path: "/upload"},
		func(_ context.Context, in *struct {
			RawBody huma.MultipartFormFiles[struct {
				File  huma.FormFile   `form:"file" required:"true"`
				More  []huma.FormFile `form:"more"`
				Title string          `form:"title" required:"true"`
				Count int             `form:"count"`
			}]
		}) (*struct{ Body Tick }, error) {
			data := in.RawBody.Data()
			text, _ := io.ReadAll(data.File)
			names := []string{}
			for _, file := range data.More {
				names = append(names, file.Filename)
			}
			see("upload", object{"name": data.File.Filename, "text": string(text), "title": data.Title, "count": data.Count, "more": names})
			return &struct{ Body Tick }{Tick{len(text)}}, nil
		})
	huma.Register(api, huma.Operation{OperationID: "form", Method: "POST", Path: "/form"},
		func(_ context.Context, in *struct{ RawBody multipart.Form }) (*struct{ Body Tick }, error) {
			see("form", object{"fields": in.RawBody.Value})
			return &struct{ Body Tick }{Tick{len(in.RawBody.Value)}}, nil
		})
	huma.Register(api, huma.Operation{OperationID: "values", Method: "GET", Path: "/values/{name}"},
		func(_ context.Context, in *struct {
			Name    string `path:"name"`
			Trace   string `header:"X-Trace" required:"true"`
			Session string `cookie:"session" required:"true"`
		}) (*struct {
			ETag string `header:"ETag"`
			Body Tick
		}, error) {
			see("values", object{"name": in.Name, "trace": in.Trace, "session": in.Session})
			return &struct {
				ETag string `header:"ETag"`
				Body Tick
			}{`"1"`, Tick{1}}, nil
		})
	huma.Register(api, huma.Operation{OperationID: "download", Method: "GET", Path: "/download"},
		func(context.Context, *struct{}) (*struct {
			ContentType string `header:"Content-Type"`
			Body        []byte
		}, error) {
			return &struct {
				ContentType string `header:"Content-Type"`
				Body        []byte
			}{"application/pdf", []byte("%PDF\xff")}, nil
		})
	huma.Register(api, huma.Operation{OperationID: "me", Method: "GET", Path: "/me", Security: []map[string][]string{{"bearer": {}}}},
		func(_ context.Context, in *struct {
			Authorization string `header:"Authorization"`
		}) (*struct {
			Body struct {
				Name string `json:"name"`
			}
		}, error) {
			if in.Authorization == "Bearer no" || in.Authorization == "" {
				return nil, huma.Error401Unauthorized("log in first")
			}
			see("me", object{"authorization": in.Authorization})
			out := &struct {
				Body struct {
					Name string `json:"name"`
				}
			}{}
			out.Body.Name = in.Authorization[len("Bearer "):]
			return out, nil
		})
	huma.Register(api, huma.Operation{OperationID: "conflict", Method: "POST", Path: "/conflict", Errors: []int{409}},
		func(context.Context, *struct{}) (*struct{}, error) {
			return nil, huma.Error409Conflict("already there", &huma.ErrorDetail{Message: "taken", Location: "body.title", Value: "x"})
		})
	sse.Register(api, huma.Operation{OperationID: "ticks", Method: "GET", Path: "/ticks"}, map[string]any{"tick": Tick{}, "done": Done{}},
		func(_ context.Context, _ *struct{}, send sse.Sender) {
			for number := range 3 {
				_ = send(sse.Message{ID: number, Data: Tick{number}})
			}
			_ = send.Data(Done{"over"})
		})
}

func door(next http.Handler) http.Handler {
	return http.HandlerFunc(func(out http.ResponseWriter, in *http.Request) {
		if in.URL.Path != "/_store" {
			if in.URL.Path != "/openapi.json" {
				lock.Lock()
				requests = append(requests, [2]string{in.Method, in.URL.Path})
				lock.Unlock()
			}
			next.ServeHTTP(out, in)
			return
		}
		lock.Lock()
		defer lock.Unlock()
		if in.Method == "DELETE" {
			held, seen, order = map[string]object{}, []object{}, nil
		}
		_ = json.NewEncoder(out).Encode(object{"held": held, "seen": seen, "requests": requests})
	})
}

func main() {
	mux := http.NewServeMux()
	config := huma.DefaultConfig("Huma notes", "1.0.0")
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"bearer": {Type: "http", Scheme: "bearer", BearerFormat: "JWT"},
	}
	register(humago.New(mux, config))
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	fmt.Printf("http://%s\n", listener.Addr())
	panic(http.Serve(listener, door(mux)))
}
