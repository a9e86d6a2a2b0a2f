package scorers

import "detente/internal/model"

// modelFile is where a linear model over the features of texts is kept: its
// embedded file, the names of its classes, and the hash of the code that makes its
// features, so that a model never reads features that it was not trained on.
type modelFile struct {
	name   string
	file   []byte
	labels []string
	code   func() (uint64, error)
}

// The sections of the file: the weights, the names of the classes.
const (
	weightSection = iota + 1
	labelSection
)

func (m *modelFile) read() (*model.Linear, error) {
	code, err := m.code()
	if err != nil {
		return nil, err
	}
	f, err := model.Read(m.name, m.file, code)
	if err != nil {
		return nil, err
	}
	if err := f.CheckLabels(labelSection, m.labels); err != nil {
		return nil, err
	}
	l, err := f.Linear(weightSection)
	if err != nil {
		return nil, err
	}
	return &l, nil
}

func (m *modelFile) write(l *model.Linear) ([]byte, error) {
	code, err := m.code()
	if err != nil {
		return nil, err
	}
	w := model.NewWriter(code)
	w.Linear(weightSection, l)
	w.Labels(labelSection, m.labels)
	return w.Bytes(), nil
}

func codeOf(features []model.Valued) uint64 {
	code := uint64(1)
	for _, f := range features {
		code = model.Join(code, f.Hash) + uint64(f.Value)
	}
	return code
}
